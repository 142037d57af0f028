"""What albumentations, OpenCV, Pillow and torchvision take on one thread for what augment.bench.ts measures: python augment.py NAME < RGB

Reads a square image of RGB bytes from standard input, and prints one JSON object: the median milliseconds of CPU time
of each operation whose name contains NAME, and who took them. What is not installed is omitted. A later peer does not
replace an earlier one. OpenCV computes what albumentations asks it for, with one thread, as in albumentations'
own benchmark.
"""
import io, json, math, os, sys, time
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"
import numpy as np

data = np.frombuffer(sys.stdin.buffer.read(), np.uint8)
side = math.isqrt(data.size // 3)
array = data.reshape(side, side, 3).copy()
medians = {}
ONLY = sys.argv[1] if len(sys.argv) > 1 else ""
RUNS, WARM_UP, LONGEST = 15, 3, 0.6


def measure(name, peer, operation):
    """The median of several runs, of fewer if they are long."""
    if name in medians or ONLY not in name:
        return
    times = []
    for run in range(RUNS + WARM_UP):
        start = time.process_time()
        operation()
        times.append((time.process_time() - start) * 1000)
        if run >= WARM_UP + 2 and sum(times) > LONGEST * 1000:
            break
    kept = sorted(times[WARM_UP:])
    medians[name] = [kept[len(kept) // 2], peer]


try:
    import albumentations as A
    import albumentations.augmentations.geometric.functional as geometric
    import cv2

    cv2.setNumThreads(1)
    edge = {"border_mode": cv2.BORDER_REPLICATE}
    transforms = {
        "flip left-right": A.HorizontalFlip(p=1),
        "flip up-down": A.VerticalFlip(p=1),
        "transpose": A.Transpose(p=1),
        "invert": A.InvertImg(p=1),
        "posterize": A.Posterize(num_bits=4, p=1),
        "solarize": A.Solarize(threshold_range=(0.5, 0.5), p=1),
        "equalize": A.Equalize(p=1),
        "autocontrast": A.AutoContrast(p=1),
        "brightness": A.RandomBrightnessContrast((0.1, 0.1), (0, 0), p=1),
        "contrast": A.RandomBrightnessContrast((0, 0), (0.3, 0.3), p=1),
        "gamma": A.RandomGamma((130, 130), p=1),
        "hue": A.HueSaturationValue((20, 20), (0, 0), (0, 0), p=1),
        "saturation": A.HueSaturationValue((0, 0), (30, 30), (0, 0), p=1),
        "color jitter": A.ColorJitter((1.1, 1.1), (1.2, 1.2), (1.2, 1.2), (0.1, 0.1), p=1),
        "gray": A.ToGray(num_output_channels=1, p=1),
        "sharpness": A.Sharpen(alpha=(0.5, 0.5), p=1),
        "clahe": A.CLAHE(clip_limit=(4, 4), p=1),
        "median blur 3": A.MedianBlur(blur_limit=(3, 3), p=1),
        "median blur 7": A.MedianBlur(blur_limit=(7, 7), p=1),
        "motion blur 9": A.MotionBlur(blur_limit=(9, 9), angle_range=(30, 30), p=1),
        "gaussian blur 2": A.GaussianBlur(sigma_limit=(2, 2), blur_limit=0, p=1),
        "noise": A.GaussNoise(std_range=(0.05, 0.05), p=1),
        "jpeg": A.ImageCompression(quality_range=(50, 50), p=1),
        "grid mask": A.GridDropout(ratio=0.5, p=1),
        "coarse dropout": A.CoarseDropout((8, 8), (0.1, 0.1), (0.1, 0.1), p=1),
        "optical distortion": A.OpticalDistortion((0.2, 0.2), p=1),
        "grid distortion": A.GridDistortion(p=1),
        "elastic distortion": A.ElasticTransform(alpha=300, sigma=10, p=1),
        "affine": A.Affine(rotate=(20, 20), scale=(0.9, 0.9), p=1, **edge),
        "affine nearest": A.Affine(rotate=(20, 20), scale=(0.9, 0.9), interpolation=cv2.INTER_NEAREST, p=1, **edge),
        "affine constant": A.Affine(rotate=(20, 20), scale=(0.9, 0.9), border_mode=cv2.BORDER_CONSTANT, p=1),
        "affine reflect": A.Affine(rotate=(20, 20), scale=(0.9, 0.9), border_mode=cv2.BORDER_REFLECT, p=1),
        "crop": A.CenterCrop(768, 768, p=1),
        "resize to 224": A.Resize(224, 224, p=1),
        "resize to 224, area": A.Resize(224, 224, interpolation=cv2.INTER_AREA, p=1),
        "resize to 1500, bicubic": A.Resize(1500, 1500, interpolation=cv2.INTER_CUBIC, p=1),
        "random resized crop to 224": A.RandomResizedCrop((224, 224), p=1),
        "normalize": A.Normalize(p=1),
        "to float": A.ToFloat(255, p=1),
    }
    for name, transform in transforms.items():
        measure(name, "albumentations", lambda: transform(image=array))
    measure("rot90", "albumentations", lambda: np.ascontiguousarray(geometric.rot90(array, 1)))
except ImportError:
    pass
try:
    import cv2

    cv2.setNumThreads(1)
    rng = np.random.default_rng(1)
    levels = np.arange(256, dtype=np.uint8)
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float32)
    matrix = cv2.getRotationMatrix2D((side / 2, side / 2), 20, 0.9)
    lines = np.zeros((9, 9), np.float32)
    cv2.line(lines, (0, 6), (8, 2), 1)
    lines /= lines.sum()
    edges = np.array([[-1, -1, -1], [-1, 17, -1], [-1, -1, -1]], np.float32) / 9
    preset = np.stack([(np.arange(256) / 255 - mean) / deviation for mean, deviation in ((0.485, 0.229), (0.456, 0.224), (0.406, 0.225))], 1)
    preset = np.ascontiguousarray(preset.astype(np.float32)[:, None, :])
    tool = cv2.createCLAHE(4.0, (8, 8))
    gray = np.ascontiguousarray(array[:, :, 0])

    def tone(curve):
        """A curve of levels, with the table made in every call, as albumentations does."""
        table = np.clip(curve(np.arange(256, dtype=np.float32)), 0, 255).astype(np.uint8)
        return cv2.LUT(array, table)

    def autocontrast():
        tables = np.empty((256, 1, 3), np.uint8)
        for c in range(3):
            seen = np.flatnonzero(cv2.calcHist([array], [c], None, [256], [0, 256]))
            low, high = seen[0], seen[-1]
            tables[:, 0, c] = np.clip((np.arange(256) - low) * (255 / max(high - low, 1)), 0, 255)
        return cv2.LUT(array, tables)

    def in_hsv(image, hue, saturation):
        """HueSaturationValue of albumentations: tables of hue and saturation in OpenCV's HSV of bytes."""
        h, s, v = cv2.split(cv2.cvtColor(image, cv2.COLOR_RGB2HSV))
        h = cv2.LUT(h, np.mod(np.arange(256, dtype=np.int16) + hue, 180).astype(np.uint8)) if hue else h
        s = cv2.LUT(s, np.clip(np.arange(256) * saturation, 0, 255).astype(np.uint8)) if saturation != 1 else s
        return cv2.cvtColor(cv2.merge([h, s, v]), cv2.COLOR_HSV2RGB)

    def jitter():
        result = cv2.LUT(array, np.clip(np.arange(256) * 1.1, 0, 255).astype(np.uint8))
        mean = cv2.cvtColor(result, cv2.COLOR_RGB2GRAY).mean()
        result = cv2.LUT(result, np.clip((np.arange(256) - mean) * 1.2 + mean, 0, 255).astype(np.uint8))
        grays = cv2.cvtColor(cv2.cvtColor(result, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        return in_hsv(cv2.addWeighted(result, 1.2, grays, -0.2, 0), 18, 1)

    def color_clahe():
        l, a, b = cv2.split(cv2.cvtColor(array, cv2.COLOR_RGB2LAB))
        return cv2.cvtColor(cv2.merge([tool.apply(l), a, b]), cv2.COLOR_LAB2RGB)

    def noise():
        return cv2.add(array, rng.standard_normal(array.shape, np.float32) * np.float32(12.75), dtype=cv2.CV_8U)

    def recoded():
        _, file = cv2.imencode(".jpg", array, [cv2.IMWRITE_JPEG_QUALITY, 50])
        return cv2.imdecode(file, cv2.IMREAD_COLOR)

    def without(squares):
        result = array.copy()
        for top, left, size in squares:
            result[top : top + size, left : left + size] = 0
        return result

    def remapped(x, y, border=cv2.BORDER_REPLICATE):
        return cv2.remap(array, x, y, cv2.INTER_LINEAR, borderMode=border)

    def optical():
        camera = np.array([[side, 0, side / 2], [0, side, side / 2], [0, 0, 1]], np.float32)
        bend = np.array([0.2, 0.2, 0, 0, 0], np.float32)
        return remapped(*cv2.initUndistortRectifyMap(camera, bend, None, camera, (side, side), cv2.CV_32FC1))

    def grid():
        steps = np.cumsum(np.r_[0, 1 + rng.uniform(-0.3, 0.3, 5)])
        along = np.interp(np.arange(side), np.linspace(0, side, 6), steps / steps[-1] * (side - 1)).astype(np.float32)
        return remapped(*np.meshgrid(along, along))

    def elastic():
        x, y = (cv2.GaussianBlur(rng.uniform(-1, 1, (side, side)).astype(np.float32), (0, 0), 10) * 300 for _ in range(2))
        return remapped(columns + x, rows + y)

    def affine(method=cv2.INTER_LINEAR, border=cv2.BORDER_REPLICATE):
        return cv2.warpAffine(array, matrix, (side, side), flags=method, borderMode=border)

    def resized(length, method):
        return cv2.resize(array, (length, length), interpolation=method)

    squares = [(100 * i, 90 * i, 102) for i in range(8)]
    meshes = [(y, x, 64) for y in range(0, side, 128) for x in range(0, side, 128)]
    for name, operation in {
        "flip left-right": lambda: cv2.flip(array, 1),
        "flip up-down": lambda: cv2.flip(array, 0),
        "transpose": lambda: cv2.transpose(array),
        "rot90": lambda: cv2.rotate(array, cv2.ROTATE_90_COUNTERCLOCKWISE),
        "crop": lambda: array[128:896, 128:896].copy(),
        "invert": lambda: cv2.bitwise_not(array),
        "posterize": lambda: np.bitwise_and(array, np.uint8(0xF0)),
        "solarize": lambda: cv2.LUT(array, np.where(levels < 128, levels, 255 - levels)),
        "equalize": lambda: cv2.merge([cv2.equalizeHist(plane) for plane in cv2.split(array)]),
        "autocontrast": autocontrast,
        "brightness": lambda: tone(lambda level: level + 25.5),
        "contrast": lambda: tone(lambda level: level * np.float32(1.3)),
        "gamma": lambda: tone(lambda level: (level / 255) ** np.float32(1.3) * 255),
        "color": lambda: cv2.addWeighted(array, 1.3, cv2.cvtColor(cv2.cvtColor(array, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), -0.3, 0),
        "hue": lambda: in_hsv(array, 18, 1),
        "saturation": lambda: in_hsv(array, 0, 1.3),
        "color jitter": jitter,
        "gray": lambda: cv2.cvtColor(array, cv2.COLOR_RGB2GRAY),
        "sharpness": lambda: cv2.filter2D(array, -1, edges),
        "clahe of gray": lambda: tool.apply(gray),
        "clahe": color_clahe,
        "median blur 3": lambda: cv2.medianBlur(array, 3),
        "median blur 7": lambda: cv2.medianBlur(array, 7),
        "motion blur 9": lambda: cv2.filter2D(array, -1, lines),
        "gaussian blur 2": lambda: cv2.GaussianBlur(array, (0, 0), 2),
        "noise": noise,
        "jpeg": recoded,
        "grid mask": lambda: without(meshes),
        "coarse dropout": lambda: without(squares),
        "optical distortion": optical,
        "grid distortion": grid,
        "elastic distortion": elastic,
        "affine": affine,
        "affine nearest": lambda: affine(cv2.INTER_NEAREST),
        "affine constant": lambda: affine(border=cv2.BORDER_CONSTANT),
        "affine reflect": lambda: affine(border=cv2.BORDER_REFLECT),
        "resize to 224": lambda: resized(224, cv2.INTER_LINEAR),
        "resize to 224, area": lambda: resized(224, cv2.INTER_AREA),
        "resize to 224, antialias": lambda: resized(224, cv2.INTER_AREA),
        "resize to 1500, bicubic": lambda: resized(1500, cv2.INTER_CUBIC),
        "random resized crop to 224": lambda: cv2.resize(array[100:900, 50:850], (224, 224), interpolation=cv2.INTER_LINEAR),
        "normalize": lambda: cv2.LUT(array, preset),
        "to float": lambda: cv2.multiply(array, 1 / 255, dtype=cv2.CV_32F),
    }.items():
        measure(name, "OpenCV", operation)
except ImportError:
    pass
try:
    from PIL import Image, ImageEnhance, ImageFilter, ImageOps

    image = Image.fromarray(array)

    def jpeg():
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=50)
        Image.open(buffer).load()

    measure("color", "Pillow", lambda: ImageEnhance.Color(image).enhance(1.3))
    measure("invert", "Pillow", lambda: ImageOps.invert(image))
    measure("posterize", "Pillow", lambda: ImageOps.posterize(image, 4))
    measure("solarize", "Pillow", lambda: ImageOps.solarize(image, 128))
    measure("equalize", "Pillow", lambda: ImageOps.equalize(image))
    measure("autocontrast", "Pillow", lambda: ImageOps.autocontrast(image))
    measure("brightness", "Pillow", lambda: ImageEnhance.Brightness(image).enhance(1.3))
    measure("contrast", "Pillow", lambda: ImageEnhance.Contrast(image).enhance(1.3))
    measure("sharpness", "Pillow", lambda: ImageEnhance.Sharpness(image).enhance(1.7))
    measure("median blur 3", "Pillow", lambda: image.filter(ImageFilter.MedianFilter(3)))
    measure("median blur 7", "Pillow", lambda: image.filter(ImageFilter.MedianFilter(7)))
    measure("gaussian blur 2", "Pillow", lambda: image.filter(ImageFilter.GaussianBlur(2)))
    measure("jpeg", "Pillow", jpeg)
    measure("affine", "Pillow", lambda: image.rotate(20, Image.Resampling.BILINEAR))
except ImportError:
    pass
try:
    import torch
    from torchvision import transforms as tv

    torch.set_num_threads(1)
    torch.manual_seed(1)
    for name in ("RandAugment", "TrivialAugmentWide", "AutoAugment", "AugMix"):
        measure(name.replace("Wide", ""), "torchvision", lambda: getattr(tv, name)()(image))
except (ImportError, RuntimeError):
    pass
print(json.dumps(medians))
