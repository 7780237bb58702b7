// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { catalogue, loadCatalogue } from "./catalogue.ts";
import { type Deployment, deployment } from "./deployment.ts";
import { Library } from "./library/library.tsx";
import { route } from "./route.ts";
import { Header } from "./ui/header.tsx";
import { Later } from "./ui/later.tsx";
import { Notice, ProblemCard } from "./ui/notice.tsx";
import { isChoosing } from "./wallet/wallet.ts";

/** The pages that come when they are asked for. */
const LATER = {
  watch: () => import("./watch/watchPage.tsx").then(({ WatchPage }) => WatchPage),
  studio: () => import("./studio/studioPage.tsx").then(({ StudioPage }) => StudioPage),
  account: () => import("./people/peoplePage.tsx").then(({ PeoplePage }) => PeoplePage),
  dialog: () => import("./wallet/walletDialog.tsx").then(({ WalletDialog }) => WalletDialog),
};

export function App() {
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header />
      <main id="main" tabIndex={-1}>
        <Body />
      </main>
      <footer class="footer">
        <p>Each chunk is verified in this page. Nobody who runs a node can take anyone's money.</p>
      </footer>
    </>
  );
}

function Body() {
  const found = deployment.value;
  if (found.state === "loading") return <Notice title="Reading the devnet…" isBusy />;
  if (found.state === "starting")
    return (
      <Notice title="The devnet is starting" isBusy>
        Its agents come up and publish the first works. This page goes on by itself.
      </Notice>
    );
  if (found.state === "failed")
    return <ProblemCard problem={found.problem} onAgain={() => location.reload()} />;
  return <Pages from={found.value} />;
}

function Pages({ from }: { from: Deployment }) {
  useEffect(() => {
    loadCatalogue(from);
    // a wallet is not needed for the first paint
    import("./wallet/connect.ts").then(({ resumeWallet }) => resumeWallet(from));
  }, [from]);
  const at = route.value;
  useSignalEffect(() => {
    document.title = {
      library: "Tributary",
      watch: "Watch · Tributary",
      studio: "Studio · Tributary",
      account: "Account · Tributary",
      nowhere: "Not found · Tributary",
    }[route.value.page];
  });
  return (
    <>
      {at.page === "library" && <Library from={from} catalogue={catalogue.value} />}
      {at.page === "nowhere" && (
        <Notice title="There is no such page">
          The address is wrong, or of another version. <a href="/">All works</a>
        </Notice>
      )}
      {at.page === "watch" && <Later key={at.contentId} load={LATER.watch} props={{ from, route: at }} />}
      {at.page === "studio" && <Later load={LATER.studio} props={{ from }} />}
      {at.page === "account" && <Later load={LATER.account} props={{ from }} />}
      {isChoosing.value && <Later load={LATER.dialog} props={{ from }} />}
    </>
  );
}
