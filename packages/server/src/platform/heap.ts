import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap grow by a fifth between two full collections instead of severalfold: bulk work makes much garbage, and a server on a
 * community's PC has to stay within half a gigabyte. Costs a few percent of time.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=20');
}
