// One page in Lighthouse, as a phone on a slow network: its scores, and what does not depend on the
// machine's mood.
import lighthouse from "lighthouse";

const BLOCKING = new Set(["blocking", "in_body_parser_blocking"]);

export async function measure(url, port) {
  const { lhr, artifacts } = await lighthouse(url, { port, logLevel: "error" });
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  const value = (audit) => lhr.audits[audit].numericValue;
  const requests = lhr.audits["network-requests"].details.items.filter(
    (request) => request.url.startsWith("http"), // not what stands in a page as data:
  );
  const score = (category) => Math.round(100 * lhr.categories[category].score);
  return {
    performance: score("performance"),
    accessibility: score("accessibility"),
    "best-practices": score("best-practices"),
    seo: score("seo"),
    paint: Math.round(value("first-contentful-paint")),
    largest: Math.round(value("largest-contentful-paint")),
    blocked: Math.round(value("total-blocking-time")),
    shift: Math.round(1000 * value("cumulative-layout-shift")) / 1000,
    bytes: requests.reduce((sum, request) => sum + request.transferSize, 0),
    requests: requests.length,
    blocking: blocking(artifacts.Trace ?? artifacts.traces.defaultPass),
    elements: value("dom-size"),
    failed: failed(lhr),
  };
}

// How many requests held up the first paint.
function blocking({ traceEvents }) {
  return new Set(
    traceEvents
      .filter(({ name }) => name === "ResourceSendRequest")
      .map(({ args }) => args.data)
      .filter((data) => BLOCKING.has(data.renderBlocking))
      .map((data) => data.url),
  ).size;
}

// The audits that keep accessibility, best practices or SEO from 100, and on which elements.
function failed(lhr) {
  const found = [];
  for (const name of ["accessibility", "best-practices", "seo"]) {
    for (const { id, weight } of lhr.categories[name].auditRefs) {
      const { score, details } = lhr.audits[id];
      if (!weight || score === null || score === 1) continue;
      const items = (details?.items ?? []).slice(0, 3);
      found.push([id, ...items.map((i) => i.node?.snippet ?? i.description ?? "")].join(": "));
    }
  }
  return found;
}
