export { adjustBrightness } from "./color/adjustBrightness.ts";
export { adjustContrast } from "./color/adjustContrast.ts";
export { adjustGamma } from "./color/adjustGamma.ts";
export { adjustHue } from "./color/adjustHue.ts";
export { adjustSaturation } from "./color/adjustSaturation.ts";
export { DEFAULT_MAX_PIXELS, type DecodeJpegOptions, type JpegReport } from "./jpeg/validate/validateJpeg.ts";
export { affineMatrix, type AffineMatrix, type AffineOptions } from "./warp/affineMatrix.ts";
export { type Augmentation } from "./augment/augmentation.ts";
export { randomChoice } from "./augment/randomChoice.ts";
export { coarseDropout, type CoarseDropoutOptions } from "./augment/coarseDropout.ts";
export { colorJitter, type ColorJitterOptions, type FactorRange } from "./augment/colorJitter.ts";
export { compose } from "./augment/compose.ts";
export { cutMix } from "./augment/cutMix.ts";
export { mixUp, type Mixer, type MixOptions, type Mixture } from "./augment/mixUp.ts";
export { randomAffine, type RandomAffineOptions } from "./augment/randomAffine.ts";
export { randomBlur, type RandomBlurOptions } from "./augment/randomBlur.ts";
export { randomCrop, type RandomCropOptions } from "./augment/randomCrop.ts";
export {
  randomFlipLeftRight,
  randomFlipUpDown,
  type RandomFlipUpDownOptions,
  type RandomFlipLeftRightOptions,
} from "./augment/randomFlip.ts";
export { randomNoise, type RandomNoiseOptions } from "./augment/randomNoise.ts";
export { randomResizedCrop, type RandomResizedCropOptions } from "./augment/randomResizedCrop.ts";
export { randomRot90 } from "./augment/randomRot90.ts";
export { randomApply } from "./augment/randomApply.ts";
export { centralCrop } from "./geometry/centralCrop.ts";
export { type EncodeJpegOptions, type Subsampling } from "./jpeg/encode/checkEncodable.ts";
export { contactSheet, type ContactSheetOptions } from "./image/contactSheet.ts";
export { toFloat, toUint8 } from "./image/convert.ts";
export { crop, type CropOptions } from "./geometry/crop.ts";
export { cropOrPad, type CropOrPadOptions } from "./geometry/cropOrPad.ts";
export { decodeJpeg } from "./jpeg/decode/decodeJpeg.ts";
export { decodePng } from "./png/decodePng.ts";
export { dropAlpha } from "./image/dropAlpha.ts";
export { encodeJpeg } from "./jpeg/encode/encodeJpeg.ts";
export { encodePng } from "./png/encodePng.ts";
export { exifOrientation } from "./jpeg/file/exifOrientation.ts";
export { flipLeftRight, flipLeftRightInPlace, flipUpDown } from "./geometry/flip.ts";
export { fromImageData, type CanvasPixels } from "./image/fromImageData.ts";
export { gaussianBlur } from "./resample/gaussianBlur.ts";
export { grayscaleToRgb } from "./color/grayscaleToRgb.ts";
export { hsvToRgb, rgbToHsv } from "./color/hsv.ts";
export { type Image, type Pixels } from "./image/image.ts";
export { ImageError, type ImageErrorFields } from "./image/imageError.ts";
export { orient } from "./geometry/orient.ts";
export { pad, type PadOptions } from "./geometry/pad.ts";
export { perImageStandardization } from "./color/perImageStandardization.ts";
export { type DecodePngOptions } from "./png/decodePngWith.ts";
export { probeJpeg, type JpegHeader } from "./jpeg/file/probeJpeg.ts";
export { probePng, type PngHeader } from "./png/probePng.ts";
export { resize, type ResizeOptions } from "./resample/resize.ts";
export { type ResizeMethod } from "./resample/resizeMethods.ts";
export { resizeWithPad } from "./resample/resizeWithPad.ts";
export { rgbToGrayscale } from "./color/rgbToGrayscale.ts";
export { rot90 } from "./geometry/rot90.ts";
export { transpose } from "./geometry/transpose.ts";
export { warpAffine, type OutsideFill, type WarpOptions } from "./warp/warpAffine.ts";
