// The start: whom one plays stands in the address; without a name the cast is shown.

import { ask, wordsFor } from "./api.js";
import { h } from "./dom.js";
import { startScreen } from "./people.js";
import { setClock } from "./time.js";
import { Workspace } from "./workspace.js";

async function start() {
  const me = new URLSearchParams(location.search).get("me") ?? "";
  const root = document.getElementById("app");
  const beside = new URLSearchParams(location.search).get("beside") ?? "";
  if (beside && (await besides(root, me, beside))) return;
  const state = await ask("state", { user: me, fresh: 1 });
  if (Array.isArray(state.people)) setClock(state.now);
  if (state.me && Array.isArray(state.channels)) return void new Workspace(root, state).open();
  const cast = Array.isArray(state.people) ? state : await ask("state");
  if (!Array.isArray(cast.people)) return waitForServer(root, wordsFor(cast));
  document.title = `${cast.team.name} · practice`;
  const trouble = me && !cast.people.some(({ id }) => id === me) ? "Nobody in this workspace has that name. Choose somebody else." : "";
  const screen = startScreen(cast, trouble);
  root.replaceChildren(screen);
  offerCourse(screen);
}

/** Two people at once, if there are two; whether it was so. */
async function besides(root, me, beside) {
  const [{ Split }, cast] = await Promise.all([import("./split.js"), ask("state")]);
  const known = (user) => cast.people?.some(({ id }) => id === user);
  if (me === beside || !known(me) || !known(beside)) return false;
  setClock(cast.now);
  document.title = `Two people · ${cast.team.name}`;
  new Split(root, cast, [me, beside]);
  return true;
}

/** A way into the course above the cast; the cast does not wait for it. */
async function offerCourse(screen) {
  const [{ startOfCourse }, { watchIfLaying }] = await Promise.all([import("./course.js"), import("./course_over.js")]);
  watchIfLaying("");
  const course = await startOfCourse();
  if (course) screen.querySelector(".cast")?.before(course);
}

/** Say that the server is away and look again every two seconds. */
function waitForServer(root, words) {
  root.replaceChildren(h("p", { class: "starting", role: "status" }, words));
  setTimeout(start, 2000);
}

start();
