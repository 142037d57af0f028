"""Times a train step and a prediction of torchvision's EfficientNet: peer.py VARIANT SIZE BATCH STEPS."""

import json
import statistics
import sys
import time

import torch
import torchvision

variant, size, batch, steps = sys.argv[1], *map(int, sys.argv[2:])
device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"


def wait():
    if device == "cuda":
        torch.cuda.synchronize()
    if device == "mps":
        torch.mps.synchronize()


def median_ms(work):
    work()
    times = []
    for _ in range(steps):
        start = time.perf_counter()
        work()
        wait()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


model = getattr(torchvision.models, f"efficientnet_{variant.lower()}")(weights=None, num_classes=1).to(device)
images = torch.rand(batch, 3, size, size, device=device)
targets = (torch.arange(batch, device=device) % 2).float()[:, None]
optimizer = torch.optim.Adam(model.parameters())
loss = torch.nn.BCEWithLogitsLoss()


def train():
    optimizer.zero_grad()
    loss(model(images), targets).backward()
    optimizer.step()


def predict():
    with torch.no_grad():
        model(images)


def report(what, work):
    line = {"device": device, "what": what, "msPerImage": round(median_ms(work) / batch, 3)}
    if device == "cuda":
        line["megabytes"] = torch.cuda.max_memory_allocated() // 2**20
        torch.cuda.reset_peak_memory_stats()
    print(json.dumps(line))


report("train", train)
model.eval()
report("predict", predict)
