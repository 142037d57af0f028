"""JAX in the benchmarks: the same network in Flax, each step compiled by `jax.jit`."""
import flax.linen as nn
import jax
import jax.numpy as jnp
import optax
from steps import blocks, channels, report, what, x, y


class Network(nn.Module):
    @nn.compact
    def __call__(self, image, training):
        def convolution(image, outputs, kernel=1, stride=1, groups=1, activation=True):
            image = nn.Conv(outputs, (kernel, kernel), stride, feature_group_count=groups, use_bias=False)(image)
            image = nn.BatchNorm(use_running_average=not training, momentum=0.99, epsilon=1e-3)(image)
            return nn.silu(image) if activation else image

        image = convolution(image, channels(32), 3, 2)
        for before, after, wide, stride, kernel in blocks():
            start = image
            if wide != before:
                image = convolution(image, wide)
            image = convolution(image, wide, kernel, stride, groups=wide)
            gate = image.mean((1, 2), keepdims=True)
            gate = nn.sigmoid(nn.Conv(wide, (1, 1))(nn.silu(nn.Conv(max(1, before // 4), (1, 1))(gate))))
            image = convolution(image * gate, after, activation=False)
            if stride == 1 and before == after:
                image = image + start
        image = convolution(image, channels(1280))
        return nn.Dense(1)(image.mean((1, 2)))


network = Network()
images, targets = jnp.asarray(x), jnp.asarray(y)
state = jax.jit(lambda key: network.init(key, images[:1], False))(jax.random.key(0))
optimizer = optax.adam(1e-4)
slots = optimizer.init(state["params"])


@jax.jit
def updated(state, slots):
    def loss_of(params):
        variables = {"params": params, "batch_stats": state["batch_stats"]}
        logits, moved = network.apply(variables, images, True, mutable=["batch_stats"])
        return optax.sigmoid_binary_cross_entropy(logits, targets).mean(), moved["batch_stats"]

    (loss, moved), gradients = jax.value_and_grad(loss_of, has_aux=True)(state["params"])
    changes, slots = optimizer.update(gradients, slots)
    return {"params": optax.apply_updates(state["params"], changes), "batch_stats": moved}, slots, loss


@jax.jit
def predicted(state):
    return nn.sigmoid(network.apply(state, images, False))


def train():
    global state, slots
    state, slots, loss = updated(state, slots)
    return loss.block_until_ready()


report(train if what == "train" else lambda: predicted(state).block_until_ready())
