"""Curvature at zero weights."""

import pytest
import torch

from resnet_book.probes.zero_hessian import condition, hessian_at_zero, loss_at


@pytest.fixture
def task():
    """Whitened inputs of width 3, and a random linear target."""
    generator = torch.Generator().manual_seed(0)
    x = 3**0.5 * torch.eye(3, dtype=torch.float64)
    return x, x @ torch.randn(3, 3, generator=generator, dtype=torch.float64).T


def test_loss_of_each_kind_of_stack(task):
    x, y = task
    weights = torch.randn(6, 3, 3, generator=torch.Generator().manual_seed(1)).double()
    eye = torch.eye(3, dtype=torch.float64)
    product = dict.fromkeys((0, 1, 2), eye)
    for layer in weights:
        product[0] = layer @ product[0]
        product[1] = (eye + layer) @ product[1]
    for first, second in zip(weights[::2], weights[1::2], strict=True):
        product[2] = (eye + second @ first) @ product[2]
    for around, whole in product.items():
        expected = (x @ whole.T - y).square().sum(1).mean() / 2
        torch.testing.assert_close(loss_at(weights, around, x, y), expected)


def test_one_layer_has_the_hessian_of_a_linear_regression(task):
    eigenvalues = hessian_at_zero(1, 1, *task)
    torch.testing.assert_close(eigenvalues, torch.ones(9, dtype=torch.float64))


def test_around_two_layers_eigenvalues_are_the_singular_values_of_one_matrix(task):
    x, y = task
    correlation = x.T @ (x - y) / len(x)
    expected = torch.linalg.svdvals(correlation).repeat_interleave(3)
    eigenvalues = hessian_at_zero(2, 4, *task)
    torch.testing.assert_close(
        eigenvalues.abs().sort().values, expected.repeat(4).sort().values, rtol=1e-9, atol=1e-9
    )


def test_condition_depends_on_depth_around_one_layer_alone(task):
    one = [condition(hessian_at_zero(1, layers, *task)) for layers in (2, 4, 8)]
    two = [condition(hessian_at_zero(2, layers, *task)) for layers in (2, 4, 8)]
    assert one[0] < one[1] < one[2]
    assert two == pytest.approx([two[0]] * 3)


def test_around_three_layers_there_is_no_curvature(task):
    eigenvalues = hessian_at_zero(3, 6, *task)
    assert not eigenvalues.any()
    with pytest.raises(ValueError, match="flat to second order"):
        condition(eigenvalues)


def test_condition_takes_no_account_of_signs_and_may_be_infinite():
    assert condition(torch.tensor([-8.0, 1.0, 2.0])) == 8
    assert condition(torch.tensor([0.0, 1.0])) == float("inf")


@pytest.mark.parametrize(("around", "layers"), [(2, 3), (0, 2)])
def test_shortcuts_must_fit_the_layers(task, around, layers):
    with pytest.raises(ValueError, match=f"around {around} does not divide {layers} layers"):
        hessian_at_zero(around, layers, *task)
