// SPDX-License-Identifier: GPL-3.0-or-later
import "../styles/watch.css";
import { aboutOfWork, catalogue, loadCatalogue } from "../catalogue.ts";
import type { Deployment } from "../deployment.ts";
import type { Route } from "../route.ts";
import { Notice, ProblemCard } from "../ui/notice.tsx";
import { WatchWork } from "./watchWork.tsx";

type WatchPageProps = { from: Deployment; route: Route };

/** The page of one work: finds the work, and what it is. */
export function WatchPage({ from, route }: WatchPageProps) {
  const list = catalogue.value;
  const again = () => loadCatalogue(from);
  if (list.state === "loading") return <Notice title="Reading the work from the chain…" isBusy />;
  if (list.state === "failed") return <ProblemCard problem={list.problem} onAgain={again} />;
  const { works, edges } = list.value;
  const contentId = route.page === "watch" ? route.contentId : undefined;
  const work = works.find((one) => one.contentId === contentId);
  if (!work)
    return (
      <Notice title="This chain has no such work">
        The link is wrong, or from another chain. <a href="/">All works</a>
      </Notice>
    );
  const about = aboutOfWork(work, edges, from).value;
  if (about.state === "loading") return <Notice title="Asking the edges what this work is…" isBusy />;
  if (about.state === "failed") return <ProblemCard problem={about.problem} onAgain={again} />;
  return <WatchWork work={work} about={about.value} edges={edges} from={from} />;
}
