/**
 * What may be called for areas and records outside the own ones, written down with its reason. Everything else is shut: a route that is
 * not named here refuses whoever stands outside as if the thing did not exist.
 */
export const accessOpenings: Readonly<Record<string, string>> = {
  'area.history': 'the tree of areas is public within the city',
  'area.tree': 'the tree of areas is public within the city',
};
