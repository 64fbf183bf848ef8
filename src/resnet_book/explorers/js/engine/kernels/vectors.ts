// What several kernels share.

/** The sum of a vector's four numbers. */
// @ts-ignore: decorator
@inline
export function total(a: v128): f32 {
  return (
    f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1) + (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3))
  );
}

/** A floor for `f32x4.max`: 0 makes it ReLU, −∞ leaves every number as it is. */
// @ts-ignore: decorator
@inline
export function floorOf(relu: i32): v128 {
  return f32x4.splat(relu ? <f32>0 : -Infinity);
}
