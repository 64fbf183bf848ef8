// Names beside the ends of curves, none on top of another.

/**
 * Heights for labels that want to be at `wanted`, at least `gap` apart and between `low` and `high`:
 * labels that would touch form a group around the mean of the heights that they want.
 */
export function apart(wanted, gap, low, high) {
  const groups = [];
  const centre = ({ members, sum }) => {
    const half = ((members.length - 1) * gap) / 2;
    return Math.max(low + half, Math.min(high - half, sum / members.length));
  };
  const first = (group) => centre(group) - ((group.members.length - 1) * gap) / 2;
  const last = (group) => centre(group) + ((group.members.length - 1) * gap) / 2;
  const order = wanted.map((height, i) => ({ height, i })).sort((a, b) => a.height - b.height);
  for (const { height, i } of order) {
    let group = { members: [i], sum: height };
    while (groups.length && first(group) < last(groups.at(-1)) + gap) {
      const before = groups.pop();
      group = { members: [...before.members, ...group.members], sum: before.sum + group.sum };
    }
    groups.push(group);
  }
  const heights = new Array(wanted.length);
  for (const group of groups)
    for (const [k, i] of group.members.entries()) heights[i] = first(group) + k * gap;
  return heights;
}
