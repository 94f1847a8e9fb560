// What the parts of the page share: the state and the open phones. main.js
// fills in the functions.
export const app = {
  state: null,
  phones: [],
  /** Finds somebody by id. */
  person(id) { return this.state?.people.find((p) => p.id === id); },
};
