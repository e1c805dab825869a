/**
 * What may be called for areas and records outside the own ones, written down with its reason. Everything else is shut: a route that is
 * not named here refuses whoever stands outside as if the thing did not exist.
 */
export interface Opening {
  /** To whom: everybody; whoever is below; whoever asks may learn that it exists, and is refused all the same. */
  to: 'everybody' | 'below' | 'known';
  why: string;
}

export const accessOpenings: Readonly<Record<string, Opening>> = {
  'area.history': { to: 'everybody', why: 'the tree of areas is public within the city' },
  'area.tree': { to: 'everybody', why: 'the tree of areas is public within the city' },
  'help-request.receive': { to: 'known', why: 'the list of communities is on the public form' },
  'plan.report-progress': { to: 'below', why: 'a plan is read by everybody below it' },
  'plan.set-targets': { to: 'below', why: 'a plan is read by everybody below it' },
};
