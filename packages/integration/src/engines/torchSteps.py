"""PyTorch in the benchmarks: the same network, run operation by operation on images in channels-last layout, its faster one on CPUs."""
import torch
from steps import blocks, channels, report, what, x, y
from torch import nn


def convolution(inputs, outputs, kernel=1, stride=1, groups=1, activation=True):
    parts = [
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.01),
    ]
    return nn.Sequential(*parts, nn.SiLU(inplace=True)) if activation else nn.Sequential(*parts)


class Excite(nn.Module):
    def __init__(self, wide, narrow):
        super().__init__()
        self.gate = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(wide, narrow, 1), nn.SiLU(), nn.Conv2d(narrow, wide, 1), nn.Sigmoid()
        )

    def forward(self, image):
        return image * self.gate(image)


class Block(nn.Module):
    def __init__(self, before, after, wide, stride, kernel):
        super().__init__()
        expand = [] if wide == before else [convolution(before, wide)]
        self.body = nn.Sequential(
            *expand,
            convolution(wide, wide, kernel, stride, groups=wide),
            Excite(wide, max(1, before // 4)),
            convolution(wide, after, activation=False),
        )
        self.residual = stride == 1 and before == after

    def forward(self, image):
        return image + self.body(image) if self.residual else self.body(image)


plan = list(blocks())
last = plan[-1][1]
model = nn.Sequential(
    convolution(3, channels(32), 3, 2),
    *(Block(*block) for block in plan),
    convolution(last, channels(1280)),
    nn.AdaptiveAvgPool2d(1),
    nn.Flatten(),
    nn.Linear(channels(1280), 1),
).to(memory_format=torch.channels_last)
images = torch.from_numpy(x).permute(0, 3, 1, 2)
targets = torch.from_numpy(y)
optimizer = torch.optim.Adam(model.parameters(), 1e-4)
loss_of = nn.BCEWithLogitsLoss()


def train():
    optimizer.zero_grad()
    loss = loss_of(model(images), targets)
    loss.backward()
    optimizer.step()
    return loss.item()


def predict():
    with torch.inference_mode():
        return torch.sigmoid(model(images)).numpy()


model.train(what == "train")
report(train if what == "train" else predict)
