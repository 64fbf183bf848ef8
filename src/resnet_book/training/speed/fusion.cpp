// Batch normalisation in training, the addition of a shortcut, and ReLU, as one operation.
//
// Activations of shape (N, C, H, W) are stored channels-last: N·H·W rows of C channels. Forward and
// backward make two passes over them: one for the sums of each channel, one for the result.
//
// bfloat16 is computed in float32. Sums over a block of rows are in float32 (float64 for float64),
// sums over blocks in float64, in an order that does not depend on the number of threads.

#include <ATen/Dispatch.h>
#include <ATen/OpMathType.h>
#include <ATen/Parallel.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <torch/library.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <initializer_list>
#include <optional>
#include <tuple>
#include <type_traits>
#include <vector>

namespace {

using at::Tensor;

constexpr int64_t kRows = 256; // per block

template <int n>
using Number = std::integral_constant<int, n>;

// Calls visit(block, first row, last row, first channel, lanes) for all channels of each block, in
// the widest vectors of channels that fit. Blocks run in parallel.
template <typename Visit>
void each_tile(int64_t rows, int64_t channels, const Visit& visit) {
  at::parallel_for(0, at::divup(rows, kRows), 1, [&](int64_t from, int64_t to) {
    for (int64_t block = from; block < to; ++block) {
      const int64_t first = block * kRows, last = std::min(rows, first + kRows);
      int64_t c = 0;
      const auto take = [&](auto lanes) {
        for (; c + lanes <= channels; c += lanes) visit(block, first, last, c, lanes);
      };
      take(Number<16>()), take(Number<8>()), take(Number<4>()), take(Number<1>());
    }
  });
}

// A vector of values in registers (GCC's vector extension), with element-wise arithmetic.
template <typename real, int lanes>
struct Lanes {
  typedef real type __attribute__((vector_size(lanes * sizeof(real))));
};

template <typename T, int lanes>
using Vector = typename Lanes<T, lanes>::type;

template <int lanes, typename T>
inline Vector<at::opmath_type<T>, lanes> load(const T* from) {
  if constexpr (std::is_same_v<T, at::BFloat16>) { // the upper half of a float32
    Vector<uint16_t, lanes> upper;
    std::memcpy(&upper, from, sizeof upper);
    return (Vector<float, lanes>)(__builtin_convertvector(upper, Vector<uint32_t, lanes>) << 16);
  } else {
    Vector<T, lanes> values;
    std::memcpy(&values, from, sizeof values);
    return values;
  }
}

template <int lanes, typename T>
inline void store(const Vector<at::opmath_type<T>, lanes>& values, T* to) {
  if constexpr (std::is_same_v<T, at::BFloat16>) { // round to nearest, ties to even
    const auto bits = (Vector<uint32_t, lanes>)values;
    const Vector<uint32_t, lanes> rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
    const Vector<uint32_t, lanes> nan = Vector<uint32_t, lanes>{} + 0x7fc0;
    const auto upper =
        __builtin_convertvector(values == values ? rounded : nan, Vector<uint16_t, lanes>);
    std::memcpy(to, &upper, sizeof upper);
  } else {
    std::memcpy(to, &values, sizeof values);
  }
}

// `values` where the gate is above 0 or NaN, else 0.
template <typename real, int lanes>
inline Vector<real, lanes> gated(
    const Vector<real, lanes>& values, const Vector<real, lanes>& gate) {
  const Vector<real, lanes> zero = {};
  return gate <= zero ? zero : values;
}

// A sum over rows for each channel: blocks are summed separately, and `total` adds them up.
struct Sum {
  int64_t blocks, channels;
  std::vector<double> values;

  Sum(int64_t rows, int64_t channels)
      : blocks(at::divup(rows, kRows)), channels(channels), values(blocks * channels) {}

  double& of(int64_t block, int64_t c) {
    return values[block * channels + c];
  }

  std::vector<double> total() {
    std::vector<double> result(channels);
    for (int64_t block = 0; block < blocks; ++block)
      for (int64_t c = 0; c < channels; ++c) result[c] += of(block, c);
    return result;
  }
};

// Batch normalisation as an affine function of each channel: slope · x + intercept.
template <typename real>
struct Line {
  std::vector<real> slope, intercept;

  Line(const real* weight, const real* bias, const real* mean, const real* rstd, int64_t channels)
      : slope(channels), intercept(channels) {
    for (int64_t c = 0; c < channels; ++c) {
      slope[c] = weight[c] * rstd[c];
      intercept[c] = bias[c] - mean[c] * slope[c];
    }
  }
};

Tensor channels_last(const Tensor& x) {
  return x.contiguous(at::MemoryFormat::ChannelsLast);
}

void check_each_channel(const Tensor& x, std::initializer_list<Tensor> tensors) {
  for (const Tensor& tensor : tensors)
    TORCH_CHECK_VALUE(
        tensor.is_contiguous() && tensor.numel() == x.size(1) &&
            tensor.scalar_type() == at::toOpMathType(x.scalar_type()),
        "an activation of shape ", x.sizes(), " (", x.dtype(), ") needs one value per channel, got ",
        tensor.sizes(), " (", tensor.dtype(), ")");
}

// Returns y = max(0, weight · (x − mean) / √(variance + eps) + bias + shortcut), and the mean and
// 1 / √(variance + eps) for the backward pass. Updates the running statistics.
std::tuple<Tensor, Tensor, Tensor> forward(
    const Tensor& input, const Tensor& weight, const Tensor& bias,
    const std::optional<Tensor>& added, const Tensor& running_mean, const Tensor& running_var,
    double momentum, double eps) {
  TORCH_CHECK_VALUE(
      input.dim() == 4 && input.size(1) > 0 && input.numel() > input.size(1),
      "a variance needs more than one value in each channel, got shape ", input.sizes());
  TORCH_CHECK_VALUE(
      !added || (added->sizes() == input.sizes() && added->dtype() == input.dtype()),
      "the shortcut must have the shape and type of the activation: ", input.sizes(), " (",
      input.dtype(), ")");
  check_each_channel(input, {weight, bias, running_mean, running_var});
  const Tensor x = channels_last(input), z = added ? channels_last(*added) : Tensor();
  const int64_t channels = x.size(1), rows = x.numel() / channels;
  const Tensor y = at::empty_like(x);
  const Tensor mean = at::empty_like(weight), rstd = at::empty_like(weight);
  AT_DISPATCH_FLOATING_TYPES_AND(at::kBFloat16, x.scalar_type(), "batch_norm_relu", [&] {
    using real = at::opmath_type<scalar_t>;
    const auto* px = x.const_data_ptr<scalar_t>();
    const auto* pz = added ? z.const_data_ptr<scalar_t>() : nullptr;
    auto* py = y.data_ptr<scalar_t>();

    // Sums of x and x². To avoid cancellation in the variance, each block subtracts its first row;
    // the sums are then shifted to the first row of all.
    Sum sum(rows, channels), sum_of_squares(rows, channels);
    each_tile(rows, channels, [&](int64_t block, int64_t first, int64_t last, int64_t c, auto n) {
      const auto origin = load<n>(px + first * channels + c);
      Vector<real, n> values = {}, squares = {};
      for (int64_t i = first; i < last; ++i) {
        const auto value = load<n>(px + i * channels + c) - origin;
        values += value;
        squares += value * value;
      }
      for (int j = 0; j < n; ++j) {
        const double value = values[j], count = last - first;
        const double shift = static_cast<double>(origin[j]) - static_cast<double>(px[c + j]);
        sum.of(block, c + j) = value + count * shift;
        sum_of_squares.of(block, c + j) = squares[j] + (2 * value + count * shift) * shift;
      }
    });

    const auto values = sum.total(), squares = sum_of_squares.total();
    auto *m = mean.data_ptr<real>(), *r = rstd.data_ptr<real>();
    auto *old_mean = running_mean.data_ptr<real>(), *old_var = running_var.data_ptr<real>();
    for (int64_t c = 0; c < channels; ++c) {
      const double centre = values[c] / rows;
      const double variance = std::max(squares[c] / rows - centre * centre, 0.0);
      m[c] = centre + static_cast<double>(px[c]);
      r[c] = 1 / std::sqrt(variance + eps);
      old_mean[c] += momentum * (m[c] - old_mean[c]);
      old_var[c] += momentum * (variance * rows / (rows - 1) - old_var[c]);
    }
    const auto *w = weight.const_data_ptr<real>(), *b = bias.const_data_ptr<real>();
    const Line<real> line(w, b, m, r, channels);

    each_tile(rows, channels, [&](int64_t, int64_t first, int64_t last, int64_t c, auto n) {
      const auto slope = load<n>(&line.slope[c]), intercept = load<n>(&line.intercept[c]);
      for (int64_t i = first; i < last; ++i) {
        const int64_t here = i * channels + c;
        Vector<real, n> value = load<n>(px + here) * slope + intercept;
        if (pz) value += load<n>(pz + here);
        store<n>(gated<real, n>(value, value), py + here);
      }
    });
  });
  return {y, mean, rstd};
}

// Returns the gradients of x, the shortcut (empty if there is none), weight and bias. Without a
// shortcut the output is recomputed from x, to avoid reading it.
std::tuple<Tensor, Tensor, Tensor, Tensor> backward(
    const Tensor& grad, const Tensor& input, const Tensor& output, const Tensor& weight,
    const Tensor& bias, const Tensor& mean, const Tensor& rstd, bool added) {
  const Tensor g = channels_last(grad), x = channels_last(input), y = channels_last(output);
  const int64_t channels = x.size(1), rows = x.numel() / channels;
  const Tensor dx = at::empty_like(x), dz = added ? at::empty_like(x) : at::empty({0}, x.options());
  const Tensor dweight = at::empty_like(weight), dbias = at::empty_like(weight);
  AT_DISPATCH_FLOATING_TYPES_AND(at::kBFloat16, x.scalar_type(), "batch_norm_relu_backward", [&] {
    using real = at::opmath_type<scalar_t>;
    const auto *pg = g.const_data_ptr<scalar_t>(), *px = x.const_data_ptr<scalar_t>();
    const auto* py = y.const_data_ptr<scalar_t>();
    auto *pdx = dx.data_ptr<scalar_t>(), *pdz = added ? dz.data_ptr<scalar_t>() : nullptr;
    const auto *w = weight.const_data_ptr<real>(), *b = bias.const_data_ptr<real>();
    const auto *m = mean.const_data_ptr<real>(), *r = rstd.const_data_ptr<real>();
    const Line<real> line(w, b, m, r, channels);

    // Sums of the gradient that passes the ReLU, and of its product with x − mean.
    Sum sum(rows, channels), sum_of_products(rows, channels);
    each_tile(rows, channels, [&](int64_t block, int64_t first, int64_t last, int64_t c, auto n) {
      const auto slope = load<n>(&line.slope[c]), intercept = load<n>(&line.intercept[c]);
      const auto centre = load<n>(m + c);
      Vector<real, n> values = {}, products = {};
      for (int64_t i = first; i < last; ++i) {
        const int64_t here = i * channels + c;
        const auto value = load<n>(px + here);
        const auto result = pdz ? load<n>(py + here) : value * slope + intercept;
        const auto passed = gated<real, n>(load<n>(pg + here), result);
        values += passed;
        products += passed * (value - centre);
        if (pdz) store<n>(passed, pdz + here);
      }
      for (int j = 0; j < n; ++j) {
        sum.of(block, c + j) = values[j];
        sum_of_products.of(block, c + j) = products[j];
      }
    });

    // With p for the gradient that passes the ReLU, and means over the rows,
    // dx = weight · rstd · (p − mean(p) − (x − mean) · rstd² · mean(p · (x − mean))).
    const auto values = sum.total(), products = sum_of_products.total();
    auto *dw = dweight.data_ptr<real>(), *db = dbias.data_ptr<real>();
    std::vector<real> on_x(channels), rest(channels);
    for (int64_t c = 0; c < channels; ++c) {
      db[c] = values[c];
      dw[c] = products[c] * r[c];
      on_x[c] = -line.slope[c] * r[c] * dw[c] / rows;
      rest[c] = -line.slope[c] * db[c] / rows - on_x[c] * m[c];
    }
    each_tile(rows, channels, [&](int64_t, int64_t first, int64_t last, int64_t c, auto n) {
      const auto slope = load<n>(&line.slope[c]), intercept = load<n>(&line.intercept[c]);
      const auto of_x = load<n>(&on_x[c]), of_rest = load<n>(&rest[c]);
      for (int64_t i = first; i < last; ++i) {
        const int64_t here = i * channels + c;
        const auto value = load<n>(px + here);
        const auto passed = pdz ? load<n>(pdz + here)
                                : gated<real, n>(load<n>(pg + here), value * slope + intercept);
        store<n>(passed * slope + value * of_x + of_rest, pdx + here);
      }
    });
  });
  return {dx, dz, dweight, dbias};
}

} // namespace

TORCH_LIBRARY(resnet_book, library) {
  library.def(
      "batch_norm_relu(Tensor x, Tensor weight, Tensor bias, Tensor? shortcut, "
      "Tensor(a!) running_mean, Tensor(b!) running_var, float momentum, float eps) "
      "-> (Tensor y, Tensor mean, Tensor rstd)");
  library.def(
      "batch_norm_relu_backward(Tensor grad, Tensor x, Tensor y, Tensor weight, Tensor bias, "
      "Tensor mean, Tensor rstd, bool added) "
      "-> (Tensor x, Tensor shortcut, Tensor weight, Tensor bias)");
}

TORCH_LIBRARY_IMPL(resnet_book, CPU, library) {
  library.impl("batch_norm_relu", &forward);
  library.impl("batch_norm_relu_backward", &backward);
}
