// Batch normalisation in training, the addition of a shortcut, and ReLU, as one operation.
//
// An activation of shape (N, C, H, W) lies in memory as N·H·W rows of C channels (channels-last).
// Forward, it is read twice (for the statistics, and to be normalised) and the result is written
// once; backward as well.
//
// Arithmetic is in float32 for bfloat16 and float32; sums over rows are added up in float64, in an
// order that does not depend on the number of threads.

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
#include <optional>
#include <tuple>
#include <type_traits>
#include <vector>

namespace {

using at::Tensor;

constexpr int64_t kRows = 256; // of one task
constexpr int kLanes = 16;     // channels side by side: one or two registers

// Calls visit(task, first row, last row, first channel, lanes), tasks in parallel.
template <typename Visit>
void each_tile(int64_t rows, int64_t channels, const Visit& visit) {
  at::parallel_for(0, at::divup(rows, kRows), 1, [&](int64_t from, int64_t to) {
    for (int64_t task = from; task < to; ++task) {
      const int64_t first = task * kRows, last = std::min(rows, first + kRows);
      int64_t c = 0;
      for (; c + kLanes <= channels; c += kLanes)
        visit(task, first, last, c, std::integral_constant<int, kLanes>());
      for (; c < channels; ++c)
        visit(task, first, last, c, std::integral_constant<int, 1>());
    }
  });
}

// Values side by side in registers; the arithmetic below is on all of them at once.
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
  if constexpr (std::is_same_v<T, at::BFloat16>) { // rounded to the nearest, ties to even
    const auto bits = (Vector<uint32_t, lanes>)values;
    const auto rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
    const auto upper = __builtin_convertvector(rounded, Vector<uint16_t, lanes>);
    std::memcpy(to, &upper, sizeof upper);
  } else {
    std::memcpy(to, &values, sizeof values);
  }
}

// `values` where the gate is above 0, else 0; what is not a number stays that.
template <typename real, int lanes>
inline Vector<real, lanes> gated(
    const Vector<real, lanes>& values, const Vector<real, lanes>& gate) {
  const Vector<real, lanes> zero = {};
  return gate <= zero ? zero : values;
}

// Two sums over rows for each channel: each task has its own, `total` adds them up.
struct Sums {
  int64_t tasks, channels;
  std::vector<double> values;

  Sums(int64_t rows, int64_t channels)
      : tasks(at::divup(rows, kRows)), channels(channels), values(tasks * 2 * channels) {}

  template <typename real, int lanes>
  void keep(
      int64_t task, int64_t c, const Vector<real, lanes>& one, const Vector<real, lanes>& other) {
    double* to = &values[2 * task * channels + c];
    for (int j = 0; j < lanes; ++j) {
      to[j] = one[j];
      to[channels + j] = other[j];
    }
  }

  std::vector<double> total(int which) {
    std::vector<double> result(channels);
    for (int64_t task = 0; task < tasks; ++task)
      for (int64_t c = 0; c < channels; ++c)
        result[c] += values[(2 * task + which) * channels + c];
    return result;
  }
};

// Batch normalisation as a straight line for each channel: slope · x + start.
template <typename real>
struct Line {
  std::vector<real> slope, start;

  Line(const real* weight, const real* bias, const real* mean, const real* rstd, int64_t channels)
      : slope(channels), start(channels) {
    for (int64_t c = 0; c < channels; ++c) {
      slope[c] = weight[c] * rstd[c];
      start[c] = bias[c] - mean[c] * slope[c];
    }
  }
};

Tensor rows_of(const Tensor& x) {
  return x.contiguous(at::MemoryFormat::ChannelsLast);
}

// y = max(0, weight · (x − mean) / √(variance + eps) + bias + shortcut), the running statistics
// moved, and what the backward pass needs: the mean, and 1 / √(variance + eps).
std::tuple<Tensor, Tensor, Tensor> forward(
    const Tensor& input, const Tensor& weight, const Tensor& bias,
    const std::optional<Tensor>& added, const Tensor& running_mean, const Tensor& running_var,
    double momentum, double eps) {
  const Tensor x = rows_of(input), z = added ? rows_of(*added) : Tensor();
  const int64_t channels = x.size(1), rows = x.numel() / channels;
  TORCH_CHECK(rows > 1, "a variance needs more than one value in each channel");
  TORCH_CHECK(!added || (z.sizes() == x.sizes() && z.dtype() == x.dtype()), "shortcut is unlike x");
  const Tensor y = at::empty_like(x);
  const Tensor mean = at::empty_like(weight), rstd = at::empty_like(weight);
  AT_DISPATCH_FLOATING_TYPES_AND(at::kBFloat16, x.scalar_type(), "batch_norm_relu", [&] {
    using real = at::opmath_type<scalar_t>;
    const auto* px = x.const_data_ptr<scalar_t>();
    const auto* pz = added ? z.const_data_ptr<scalar_t>() : nullptr;
    auto* py = y.data_ptr<scalar_t>();

    // Sums of x and x², both less the first row: so that the variance does not cancel out.
    Sums sums(rows, channels);
    each_tile(rows, channels, [&](int64_t task, int64_t first, int64_t last, int64_t c, auto n) {
      const auto origin = load<n>(px + c);
      Vector<real, n> sum = {}, squares = {};
      for (int64_t i = first; i < last; ++i) {
        const auto value = load<n>(px + i * channels + c) - origin;
        sum += value;
        squares += value * value;
      }
      sums.keep<real, n>(task, c, sum, squares);
    });

    const auto total = sums.total(0), squares = sums.total(1);
    auto *m = mean.data_ptr<real>(), *r = rstd.data_ptr<real>();
    auto *old_mean = running_mean.data_ptr<real>(), *old_var = running_var.data_ptr<real>();
    for (int64_t c = 0; c < channels; ++c) {
      const double centre = total[c] / rows;
      const double variance = std::max(squares[c] / rows - centre * centre, 0.0);
      m[c] = centre + static_cast<double>(px[c]);
      r[c] = 1 / std::sqrt(variance + eps);
      old_mean[c] += momentum * (m[c] - old_mean[c]);
      old_var[c] += momentum * (variance * rows / (rows - 1) - old_var[c]);
    }
    const auto *w = weight.const_data_ptr<real>(), *b = bias.const_data_ptr<real>();
    const Line<real> line(w, b, m, r, channels);

    each_tile(rows, channels, [&](int64_t, int64_t first, int64_t last, int64_t c, auto n) {
      const auto slope = load<n>(&line.slope[c]), start = load<n>(&line.start[c]);
      for (int64_t i = first; i < last; ++i) {
        const int64_t at = i * channels + c;
        Vector<real, n> value = load<n>(px + at) * slope + start;
        if (pz) value += load<n>(pz + at);
        store<n>(gated<real, n>(value, value), py + at);
      }
    });
  });
  return {y, mean, rstd};
}

// The gradients for x, the shortcut (empty if nothing was added), weight and bias. Without a
// shortcut the output is computed again from x, which spares reading it.
std::tuple<Tensor, Tensor, Tensor, Tensor> backward(
    const Tensor& grad, const Tensor& input, const Tensor& output, const Tensor& weight,
    const Tensor& bias, const Tensor& mean, const Tensor& rstd, bool added) {
  const Tensor g = rows_of(grad), x = rows_of(input), y = rows_of(output);
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

    // Behind the ReLU: sums of the gradient, and of the gradient times x − mean.
    Sums sums(rows, channels);
    each_tile(rows, channels, [&](int64_t task, int64_t first, int64_t last, int64_t c, auto n) {
      const auto slope = load<n>(&line.slope[c]), start = load<n>(&line.start[c]);
      const auto centre = load<n>(m + c);
      Vector<real, n> sum = {}, products = {};
      for (int64_t i = first; i < last; ++i) {
        const int64_t at = i * channels + c;
        const auto value = load<n>(px + at);
        const auto result = pdz ? load<n>(py + at) : value * slope + start;
        const auto open = gated<real, n>(load<n>(pg + at), result);
        sum += open;
        products += open * (value - centre);
        if (pdz) store<n>(open, pdz + at);
      }
      sums.keep<real, n>(task, c, sum, products);
    });

    // dx = weight · rstd · (open − mean of open − (x − mean) · rstd² · mean of open · (x − mean)),
    // as a straight line in open and x.
    const auto total = sums.total(0), products = sums.total(1);
    auto *dw = dweight.data_ptr<real>(), *db = dbias.data_ptr<real>();
    std::vector<real> on_x(channels), rest(channels);
    for (int64_t c = 0; c < channels; ++c) {
      db[c] = total[c];
      dw[c] = products[c] * r[c];
      on_x[c] = -line.slope[c] * r[c] * dw[c] / rows;
      rest[c] = -line.slope[c] * db[c] / rows - on_x[c] * m[c];
    }
    each_tile(rows, channels, [&](int64_t, int64_t first, int64_t last, int64_t c, auto n) {
      const auto slope = load<n>(&line.slope[c]), start = load<n>(&line.start[c]);
      const auto of_x = load<n>(&on_x[c]), of_rest = load<n>(&rest[c]);
      for (int64_t i = first; i < last; ++i) {
        const int64_t at = i * channels + c;
        const auto value = load<n>(px + at);
        const auto open = pdz ? load<n>(pdz + at)
                              : gated<real, n>(load<n>(pg + at), value * slope + start);
        store<n>(open * slope + value * of_x + of_rest, pdx + at);
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
