// The parts of Observable Plot that drawings use; the shared script holds these and no others.
export {
  areaY,
  barX,
  dot,
  line,
  lineY,
  plot,
  ruleX,
  ruleY,
  text,
  tickX,
} from "@observablehq/plot";
