// Copies the page's third-party assets from node_modules to app/web/vendor (not committed).
// Run by `npm run build`, after `npm ci`.
import { cp, mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const target = new URL("app/web/vendor/", root);
const files = {
  "maplibre-gl.mjs": "maplibre-gl/dist/maplibre-gl.mjs",
  "maplibre-gl-worker.mjs": "maplibre-gl/dist/maplibre-gl-worker.mjs",
  "maplibre-gl.d.mts": "maplibre-gl/dist/maplibre-gl.d.ts", // types, for `tsc --checkJs`
  "maplibre-gl.css": "maplibre-gl/dist/maplibre-gl.css",
  "maplibre-gl.LICENSE.txt": "maplibre-gl/LICENSE.txt",
};

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
for (const [name, source] of Object.entries(files)) {
  await cp(new URL(`node_modules/${source}`, root), new URL(name, target));
}
console.log(`${Object.keys(files).length} files in ${fileURLToPath(target)}`);
