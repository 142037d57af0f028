"""What Pillow, OpenCV and torchvision take on one thread for what augment.bench.ts measures: python augment.py < RGB

Reads an image of 256x256 RGB bytes from standard input, and prints one JSON object: the median milliseconds of CPU
time of each operation, and who took them. What is not installed is omitted.
"""
import io, json, os, sys, time
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

array = np.frombuffer(sys.stdin.buffer.read(), np.uint8).reshape(256, 256, 3)
image = Image.fromarray(array)
medians = {}


def measure(name, peer, operation):
    times = []
    for run in range(36):
        start = time.process_time()
        operation()
        times.append((time.process_time() - start) * 1000)
    medians[name] = [sorted(times[5:])[15], peer]


def jpeg():
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=50)
    Image.open(buffer).load()


measure("invert", "Pillow", lambda: ImageOps.invert(image))
measure("posterize", "Pillow", lambda: ImageOps.posterize(image, 4))
measure("solarize", "Pillow", lambda: ImageOps.solarize(image, 128))
measure("equalize", "Pillow", lambda: ImageOps.equalize(image))
measure("autocontrast", "Pillow", lambda: ImageOps.autocontrast(image))
for name in ("Brightness", "Contrast", "Color"):
    measure(name.lower(), "Pillow", lambda: getattr(ImageEnhance, name)(image).enhance(1.3))
measure("sharpness", "Pillow", lambda: ImageEnhance.Sharpness(image).enhance(1.7))
measure("median blur 3", "Pillow", lambda: image.filter(ImageFilter.MedianFilter(3)))
measure("median blur 7", "Pillow", lambda: image.filter(ImageFilter.MedianFilter(7)))
measure("gaussian blur 2", "Pillow", lambda: image.filter(ImageFilter.GaussianBlur(2)))
measure("jpeg", "Pillow", jpeg)
measure("affine", "Pillow", lambda: image.rotate(20, Image.Resampling.BILINEAR))
rng = np.random.default_rng(1)
measure("noise", "NumPy", lambda: np.clip(array + rng.normal(0, 12.75, array.shape), 0, 255).astype(np.uint8))
try:
    import cv2

    cv2.setNumThreads(1)
    tool = cv2.createCLAHE(4.0, (8, 8))

    def clahe():
        lab = cv2.cvtColor(array, cv2.COLOR_RGB2LAB)
        lab[:, :, 0] = tool.apply(np.ascontiguousarray(lab[:, :, 0]))
        cv2.cvtColor(lab, cv2.COLOR_LAB2RGB)

    gray = np.ascontiguousarray(array.reshape(-1)[: 256 * 256].reshape(256, 256))
    measure("clahe of gray", "OpenCV", lambda: tool.apply(gray))
    measure("clahe", "OpenCV", clahe)
    kernel = cv2.warpAffine(np.eye(11, dtype=np.float32), cv2.getRotationMatrix2D((5, 5), 30, 1), (11, 11)) / 11
    measure("motion blur 9", "OpenCV", lambda: cv2.filter2D(array, -1, kernel))
    rows, columns = np.mgrid[0:256, 0:256].astype(np.float32)
    camera = np.array([[256, 0, 127.5], [0, 256, 127.5], [0, 0, 1]])

    def optical():
        x, y = cv2.initUndistortRectifyMap(camera, np.array([0.2, 0.2, 0, 0]), None, camera, (256, 256), cv2.CV_32FC1)
        cv2.remap(array, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    def grid():
        x = np.interp(np.arange(256), np.linspace(0, 256, 6), [0, 40, 100, 150, 210, 256]).astype(np.float32)
        cv2.remap(array, *np.meshgrid(x, x), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    def elastic():
        shifts = [300 * cv2.GaussianBlur(rng.uniform(-1, 1, (256, 256)).astype(np.float32), (0, 0), 10) for _ in "xy"]
        cv2.remap(array, columns + shifts[0], rows + shifts[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    measure("optical distortion", "OpenCV", optical)
    measure("grid distortion", "OpenCV", grid)
    measure("elastic distortion", "OpenCV", elastic)
except ImportError:
    pass
try:
    import torch
    from torchvision import transforms

    torch.set_num_threads(1)
    torch.manual_seed(1)
    for name in ("RandAugment", "TrivialAugmentWide", "AutoAugment", "AugMix"):
        measure(name.replace("Wide", ""), "torchvision", lambda: getattr(transforms, name)()(image))
    jitter = transforms.ColorJitter(contrast=0.3, saturation=0.3, hue=0.1)
    measure("color jitter", "torchvision", lambda: jitter(image))
except (ImportError, RuntimeError):
    pass
print(json.dumps(medians))
