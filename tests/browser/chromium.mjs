// Chromium as the tests and the pictures use it: Debian's, without network or profile.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

export const EXECUTABLE = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find((path) => path && existsSync(path));

export const launch = () => chromium.launch({
  executablePath: EXECUTABLE,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--font-render-hinting=none",
  ],
});
