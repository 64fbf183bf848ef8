// Compiles the kernels to WebAssembly: the same bytes each time, as the compiler's version is pinned.
//
//   node engine/compile.mjs   writes engine/kernels.wasm, for the tests
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const here = dirname(fileURLToPath(import.meta.url));
const OPTIONS = ["-O3s", "--noAssert", "--runtime", "stub", "--enable", "simd", "--initialMemory", "2"];

/** The kernels' WebAssembly. */
export async function compileKernels() {
  let wasm;
  const writeFile = (_, content) => {
    wasm = content;
  };
  const options = ["index.ts", "--baseDir", join(here, "kernels"), "-o", "kernels.wasm", ...OPTIONS];
  const { error, stderr } = await asc.main(options, { writeFile });
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return wasm;
}

if (fileURLToPath(import.meta.url) === argv[1])
  writeFileSync(join(here, "kernels.wasm"), await compileKernels());
