import {
  type ParameterTimelines,
  type ParameterValue,
  parameterTimelines,
} from '@renshe/domain/kernel/parameter-timeline.ts';
import national from '../../../../regions/cn/parameters.csv?raw';

/** One line of the file: fields with commas or quotes in them stand in quotes. */
function fieldsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}

/** The national values of the policy parameters, for a city without values of its own. */
export function practiceParameters(): ParameterTimelines {
  const [head = '', ...lines] = national.trim().split(/\r?\n/);
  const columns = fieldsOf(head);
  const rows = lines.map((line) => {
    const fields = fieldsOf(line);
    const field = (name: string) => fields[columns.indexOf(name)] ?? '';
    return {
      parameterId: field('key'),
      key: field('key'),
      areaId: 0,
      from: field('from_on'),
      to: field('to_on') || null,
      value: JSON.parse(field('value')) as ParameterValue,
    };
  });
  return parameterTimelines(rows, { pathOf: (areaId) => [areaId], pathChangesOf: () => [] });
}
