// SPDX-License-Identifier: GPL-3.0-or-later
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/shell.css";
import "./styles/library.css";
import { render } from "preact";
import { App } from "./app.tsx";
import { loadDeployment } from "./deployment.ts";
import { followAddress } from "./route.ts";

followAddress();
render(<App />, document.getElementById("app")!);
loadDeployment();
