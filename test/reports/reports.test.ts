// One file, so that one process loads the report stage, makes its fixtures and starts a browser once.
import "./weekly.suite.ts";
import "./pages.suite.ts";
import "./prose.suite.ts";
import "./narrator.suite.ts";
import "./letters.suite.ts";
import "./mail-prose.suite.ts";
import "./mail-lint.suite.ts";
import "./nulls.suite.ts";
import "./sizes.suite.ts";
import "./browser.suite.ts";
