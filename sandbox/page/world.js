// What drawing needs to know about people, channels and the person being played.

/** From /ui/state: {me, zone, people, channels, person(id), nameOf(id), channelOf(id)}. */
export function worldOf(state) {
  const people = new Map(state.people.map((person) => [person.id, person]));
  const channels = new Map(state.channels.map(({ id, name }) => [id, name]));
  return {
    me: state.me.id,
    zone: state.me.tz,
    people: state.people,
    channels: state.channels,
    person: (id) => people.get(id),
    nameOf: (id) => people.get(id)?.name || (id === state.bot.user_id ? state.bot.name : id),
    channelOf: (id) => channels.get(id) || "private channel",
  };
}
