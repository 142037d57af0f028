export { adjustBrightness } from "./adjustBrightness.ts";
export { adjustContrast } from "./adjustContrast.ts";
export { adjustGamma } from "./adjustGamma.ts";
export { adjustHue } from "./adjustHue.ts";
export { adjustSaturation } from "./adjustSaturation.ts";
export { MOST_PIXELS, type DecodeJpegOptions, type JpegReport } from "./admitJpeg.ts";
export { affineMatrix, type AffineMatrix, type AffineOptions } from "./affineMatrix.ts";
export { type Augmentation } from "./augment/augmentation.ts";
export { choose } from "./augment/choose.ts";
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
  type RandomFlipOptions,
  type RandomMirrorOptions,
} from "./augment/randomFlip.ts";
export { randomNoise, type RandomNoiseOptions } from "./augment/randomNoise.ts";
export { randomResizedCrop, type RandomResizedCropOptions } from "./augment/randomResizedCrop.ts";
export { randomRot90 } from "./augment/randomRot90.ts";
export { sometimes } from "./augment/sometimes.ts";
export { centralCrop } from "./centralCrop.ts";
export { type EncodeJpegOptions, type Subsampling } from "./checkEncodable.ts";
export { contactSheet, type ContactSheetOptions } from "./contactSheet.ts";
export { toFloat, toUint8 } from "./convert.ts";
export { crop, type CropOptions } from "./crop.ts";
export { cropOrPad, type CropOrPadOptions } from "./cropOrPad.ts";
export { decodeJpeg } from "./decodeJpeg.ts";
export { decodePng } from "./decodePng.ts";
export { dropAlpha } from "./dropAlpha.ts";
export { encodeJpeg } from "./encodeJpeg.ts";
export { encodePng } from "./encodePng.ts";
export { exifOrientation } from "./exifOrientation.ts";
export { flipLeftRight, flipLeftRightInPlace, flipUpDown } from "./flip.ts";
export { fromImageData, type CanvasPixels } from "./fromImageData.ts";
export { gaussianBlur } from "./gaussianBlur.ts";
export { grayscaleToRgb } from "./grayscaleToRgb.ts";
export { hsvToRgb, rgbToHsv } from "./hsv.ts";
export { type Image, type Pixels } from "./image.ts";
export { ImageError, type ImageErrorFields } from "./imageError.ts";
export { orient } from "./orient.ts";
export { pad, type PadOptions } from "./pad.ts";
export { perImageStandardization } from "./perImageStandardization.ts";
export { type DecodePngOptions } from "./png/decodePngWith.ts";
export { probeJpeg, type JpegHeader } from "./probeJpeg.ts";
export { probePng, type PngHeader } from "./probePng.ts";
export { resize, type ResizeOptions } from "./resize.ts";
export { type ResizeMethod } from "./resizeMethods.ts";
export { resizeWithPad } from "./resizeWithPad.ts";
export { rgbToGrayscale } from "./rgbToGrayscale.ts";
export { rot90 } from "./rot90.ts";
export { transpose } from "./transpose.ts";
export { warpAffine, type Outside, type WarpOptions } from "./warpAffine.ts";
