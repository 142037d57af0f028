"""Writes the goldens of augmentations with Pillow, torchvision, OpenCV and SciPy.

Run: python augment.py packages/image/fixtures     (made with Pillow 12.3.0, torchvision 0.28.0, OpenCV 5.0.0, SciPy 1.17.1)
It reads picture.png there, and writes augment.json and augment.bin: each case names its shape and where its bytes are.
"""
import json, math, os, sys
import cv2
import numpy as np
import scipy.ndimage
import torch
from PIL import Image, ImageEnhance, ImageOps
from torchvision.transforms import InterpolationMode
from torchvision.transforms.autoaugment import AugMix, AutoAugment, RandAugment, TrivialAugmentWide, _apply_op

OUT = sys.argv[1]
picture = Image.open(os.path.join(OUT, "picture.png")).convert("RGB")
small = picture.crop((5, 3, 36, 26))  # 31 wide, 23 high
dull = small.point(lambda level: level // 4 + 100)
cases, data = {}, bytearray()


def write(name, image):
    array = np.asarray(image)
    shape = list(array.shape) + [1] * (3 - array.ndim)
    cases[name] = {"shape": shape, "at": len(data)}
    data.extend(np.ascontiguousarray(array, np.uint8).tobytes())


# ---------------------------------------------------------------- Pillow
write("small", small)
write("dull", dull)
for bits in (1, 3, 6):
    write(f"posterize {bits}", ImageOps.posterize(small, bits))
for level in (0, 100, 255):
    write(f"solarize {level}", ImageOps.solarize(small, level))
for name, image in (("small", small), ("dull", dull)):
    write(f"equalize {name}", ImageOps.equalize(image))
    write(f"autocontrast {name}", ImageOps.autocontrast(image))
write("autocontrast 0.05", ImageOps.autocontrast(dull, cutoff=5))
write("invert", ImageOps.invert(small))
for name in ("Color", "Contrast", "Brightness", "Sharpness"):
    for factor in (0, 0.3, 1.9):
        write(f"{name.lower()} {factor}", getattr(ImageEnhance, name)(small).enhance(factor))

# ---------------------------------------------------------------- OpenCV and SciPy
gray = np.asarray(picture.convert("L"))
write("gray", gray)
for clip, tiles in ((4.0, 8), (2.0, 5), (40.0, 3)):
    write(f"clahe {clip:g} {tiles}", cv2.createCLAHE(clipLimit=clip, tileGridSize=(tiles, tiles)).apply(gray))


def lab_clahe(image, clip, tiles):
    """Equalizes L* of CIE L*a*b* (D65, sRGB) in double precision; OpenCV's own conversions are approximations."""
    linear = np.where(image <= 0.04045, image / 12.92, ((image + 0.055) / 1.055) ** 2.4)
    matrix = np.array([[0.412453, 0.357580, 0.180423], [0.212671, 0.715160, 0.072169], [0.019334, 0.119193, 0.950227]])
    xyz = linear @ matrix.T / [0.950456, 1, 1.088754]
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz * 841 / 108 + 4 / 29)
    before = np.rint(2.55 * (116 * f[..., 1] - 16)).astype(np.uint8)
    after = cv2.createCLAHE(clipLimit=clip, tileGridSize=(tiles, tiles)).apply(before)
    moved = np.where(after == before, f[..., 1], (after / 2.55 + 16) / 116)
    f = f + (moved - f[..., 1])[..., None]
    xyz = np.where(f > 6 / 29, f ** 3, 108 / 841 * (f - 4 / 29)) * [0.950456, 1, 1.088754]
    linear = np.clip(xyz @ np.linalg.inv(matrix).T, 0, 1)
    return np.rint(255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055))


write("clahe rgb", lab_clahe(np.asarray(small) / 255, 4.0, 4))
for size in (3, 5, 9):
    write(f"median {size}", cv2.medianBlur(np.asarray(small), size))


def line_kernel(length, degrees):
    """Points at most a pixel apart on a line through the middle, each shared by the four pixels around it."""
    reach = math.ceil(length / 2) + 1
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1))
    points = math.ceil(length)
    for along in np.linspace(-(length - 1) / 2, (length - 1) / 2, points):
        x, y = along * math.cos(math.radians(degrees)), -along * math.sin(math.radians(degrees))
        for row in range(-reach, reach + 1):
            for column in range(-reach, reach + 1):
                kernel[row + reach, column + reach] += max(0, 1 - abs(x - column)) * max(0, 1 - abs(y - row)) / points
    return kernel


for length, degrees in ((5, 0), (9, 30), (6.5, 100)):
    planes = [scipy.ndimage.correlate(plane, line_kernel(length, degrees), mode="nearest")
              for plane in np.asarray(small, np.float64).transpose(2, 0, 1)]
    write(f"motion {length} {degrees}", np.rint(np.stack(planes, -1)))

# ---------------------------------------------------------------- maps of distortions
maps = {}
height, width = 5, 8
for k in (-0.4, 0.7):
    camera = np.array([[width, 0, (width - 1) / 2], [0, height, (height - 1) / 2], [0, 0, 1]], np.float64)
    x, y = cv2.initUndistortRectifyMap(camera, np.array([k, k, 0, 0]), None, camera, (width, height), cv2.CV_32FC1)
    maps[f"optical {k}"] = {"x": x.ravel().round(4).tolist(), "y": y.ravel().round(4).tolist()}
parts = np.array([0.8, 1.3, 1.0])
lines = np.concatenate([[0], np.cumsum(parts / parts.sum())]) * width
maps["grid"] = {"x": (np.interp(np.arange(width) + 0.5, np.linspace(0, width, 4), lines) - 0.5).round(4).tolist()}
noise = np.sin(np.arange(20 * 24) ** 2 * 0.37).reshape(20, 24)
maps["gaussian 3"] = scipy.ndimage.gaussian_filter(noise, 3, mode="reflect", truncate=6).ravel().round(4).tolist()

# ---------------------------------------------------------------- operations of policies
NEAREST = InterpolationMode.NEAREST
operations = []
for name, magnitudes in {
    "ShearX": (0.21, -0.3), "ShearY": (0.3, -0.11), "TranslateX": (7.9, -4.2), "TranslateY": (3.0, -10.9),
    "Rotate": (17.5, -30.0, 135.0, 90.0), "Brightness": (0.9, -0.63), "Color": (0.9, -0.99), "Contrast": (0.36, -0.9),
    "Sharpness": (0.99, -0.27), "Posterize": (4, 2), "Solarize": (170.0, 178.5), "AutoContrast": (0.0,), "Equalize": (0.0,),
    "Invert": (0.0,), "Identity": (0.0,),
}.items():
    for magnitude in magnitudes:
        operations.append([name, magnitude])
        write(f"{name} {magnitude}", _apply_op(small, name, magnitude, NEAREST, None))
write("Rotate 17.5 bilinear", _apply_op(small, "Rotate", 17.5, InterpolationMode.BILINEAR, None))


def space(of_policy):
    return {name: [(magnitudes.tolist() if magnitudes.ndim > 0 else []), signed] for name, (magnitudes, signed) in of_policy.items()}


size = (23, 31)  # height, width
spaces = {
    "RandAugment": space(RandAugment()._augmentation_space(31, size)),
    "TrivialAugmentWide": space(TrivialAugmentWide()._augmentation_space(31)),
    "AutoAugment": space(AutoAugment()._augmentation_space(10, size)),
    "AugMix": space(AugMix()._augmentation_space(10, size)),
}
policy = [[list(step) for step in pair] for pair in AutoAugment().policies]

# ---------------------------------------------------------------- the mix of AugMix
weights = [0.37, 0.21, 0.42]
chain = _apply_op(_apply_op(small, "Rotate", 17.5, NEAREST, None), "Equalize", 0.0, NEAREST, None)
images = [small, chain, _apply_op(small, "Invert", 0.0, NEAREST, None)]
mix = sum(weight * torch.from_numpy(np.array(image)).float() for weight, image in zip(weights, images))
write("mix", mix.to(torch.uint8).numpy())

with open(os.path.join(OUT, "augment.bin"), "wb") as file:
    file.write(data)
with open(os.path.join(OUT, "augment.json"), "w") as file:
    json.dump({"cases": cases, "maps": maps, "operations": operations, "spaces": spaces, "policy": policy}, file)
    file.write("\n")
