// The tools of practice beside the chat: each is a line here, and its file is loaded when it is first asked for.

/**
 * Panels at the right. `make(tools)` gives {node, load(), heard?(event), again?()}; `tools` = {me, zone, world, close,
 * panelHead(title, close), toast(words, more)}. `heard` gets every push of the live line, `again` follows a lost line.
 */
export const PANELS = [
  {
    id: "course", name: "Learn your part", sign: "book",
    make: async (tools) => {
      const { CoursePanel } = await import("./course.js");
      const panel = new CoursePanel(tools);
      return { node: panel.node, load: () => panel.load(), again: () => panel.load(), heard: (event) => event.type === "course" && panel.load() };
    },
  },
  {
    id: "clock", name: "Time", sign: "clock",
    make: async (tools) => {
      const { ClockPanel } = await import("./clock.js");
      const panel = new ClockPanel(tools);
      return { node: panel.node, load: () => panel.load(), again: () => panel.load(), heard: (event) => panel.heard(event) };
    },
  },
  {
    id: "trouble", name: "Trouble", sign: "bolt",
    make: async (tools) => {
      const { FaultsPanel } = await import("./faults.js");
      const panel = new FaultsPanel(tools);
      return { node: panel.node, load: () => panel.load(), again: () => panel.load(), heard: (event) => panel.heard(event) };
    },
  },
  {
    id: "over", name: "Start over", sign: "again",
    make: async (tools) => {
      const { StartOverPanel } = await import("./course_over.js");
      const panel = new StartOverPanel(tools);
      return { node: panel.node, load: () => panel.load(), again: () => panel.load() };
    },
  },
  {
    id: "calls", name: "What Slack sees", sign: "eye",
    make: async ({ zone, close }) => {
      const { CallsPanel } = await import("./calls.js");
      const panel = new CallsPanel({ zone, close });
      return { node: panel.node, load: () => panel.load(), again: () => panel.again(), heard: (event) => event.type === "call" && panel.take(event.call) };
    },
  },
];

/**
 * Strips under the title, always in view. `make(tools)` gives {node, heard?(event), state?(state)}: `state` follows
 * every fetch of /ui/state. `tools` as above, with `open(id)` for a panel.
 */
export const STRIPS = [
  {
    id: "people",
    make: async (tools) => new (await import("./people_strip.js")).PeopleStrip(tools),
  },
  {
    id: "course",
    make: async (tools) => {
      const [{ CourseStrip }, { watchIfLaying }] = await Promise.all([import("./course_strip.js"), import("./course_over.js")]);
      watchIfLaying(tools.me);
      return new CourseStrip(tools);
    },
  },
];
