/** A head of several levels, as on the paper forms: 本月末 over 男 and 女. A leaf is one column. */
export interface HeadNode {
  label: string;
  children?: readonly HeadNode[];
}

export interface HeadCell {
  text: string;
  row: number;
  column: number;
  rows: number;
  columns: number;
}

/** The cells of the head with their places and spans; a node without children reaches down to the last row. */
export function headCells(heads: readonly HeadNode[]): { cells: HeadCell[]; rows: number; columns: number } {
  const rows = depthOf(heads);
  const cells: HeadCell[] = [];
  const place = (nodes: readonly HeadNode[], row: number, from: number): number => {
    let column = from;
    for (const node of nodes) {
      const isLeaf = !node.children?.length;
      const end = isLeaf ? column + 1 : place(node.children!, row + 1, column);
      cells.push({ text: node.label, row, column, rows: isLeaf ? rows - row : 1, columns: end - column });
      column = end;
    }
    return column;
  };
  const columns = place(heads, 0, 0);
  cells.sort((a, b) => a.row - b.row || a.column - b.column);
  return { cells, rows, columns };
}

function depthOf(nodes: readonly HeadNode[]): number {
  return nodes.reduce((deepest, node) => Math.max(deepest, 1 + depthOf(node.children ?? [])), 0);
}
