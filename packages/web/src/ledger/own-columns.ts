/** The columns that a person last chose for a ledger, kept in this browser. An address or a view that names columns comes first. */
const keyOf = (accountId: string, ledger: string) => `renshe.ledger-columns.${accountId}.${ledger}`;

export function ownColumns(accountId: string, ledger: string): string | undefined {
  return localStorage.getItem(keyOf(accountId, ledger)) ?? undefined;
}

/** @param columns undefined for those that the ledger comes with */
export function keepColumns(accountId: string, ledger: string, columns: string | undefined): void {
  if (columns === undefined) localStorage.removeItem(keyOf(accountId, ledger));
  else localStorage.setItem(keyOf(accountId, ledger), columns);
}
