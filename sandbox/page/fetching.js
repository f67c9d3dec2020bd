// Asking the server without piling up: while one question of a kind is on its way, the next waits and is asked once.

/** A function that runs `work` now, or once more after the run that is under way. */
export function oneAtATime(work) {
  let running = null;
  let again = false;
  async function run() {
    do {
      again = false;
      await work();
    } while (again);
    running = null;
  }
  return () => {
    if (running) again = true;
    else running = run();
    return running;
  };
}
