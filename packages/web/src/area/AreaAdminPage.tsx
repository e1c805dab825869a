import { type AreaNode, areaContracts } from '@renshe/domain/area/area.contract.ts';
import { shortAreaName, urbanRuralClasses } from '@renshe/domain/area/area.rules.ts';
import { areaChangeContracts } from '@renshe/domain/area/area-change.contract.ts';
import { codeName } from '@renshe/domain/code/code-set.ts';
import { Link, useSearch } from '@tanstack/react-router';
import { Button, Input, Skeleton, Tree, type TreeDataNode } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useCan } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorLine, ErrorPage } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { MoreMenu, PageHeader } from '../kit/PageHeader.tsx';
import { TaskProgress } from '../kit/TaskProgress.tsx';
import { useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { ChangeParentDrawer, isVillage, UrbaniseDrawer } from './AreaChangeDrawers.tsx';
import { CreateAreaDrawer, MergeAreaDrawer, RenameAreaDrawer } from './AreaDrawers.tsx';
import { ChangeRegister, SuccessionLine, VersionTable } from './AreaHistory.tsx';
import {
  type AreaBranch,
  buildBranches,
  byCode,
  countCommunities,
  findBranch,
  pathOf,
  searchAreas,
} from './area-nodes.ts';
import './area.css';

type Act = 'rename' | 'merge' | 'create' | 'urbanise' | 'parent';

/** The tree of areas with its dated history: rename, merge, create. Nothing is ever erased. */
export function AreaAdminPage(): ReactNode {
  const { t } = useTexts();
  const search = useSearch({ strict: false }) as { code?: string };
  const patchSearch = useSearchPatch();
  const mayManage = useCan('area.manage');
  const [text, setText] = useState('');
  const [opened, setOpened] = useState<string[] | null>(null);
  const [act, setAct] = useState<Act>();
  const [task, setTask] = useState<string>();
  const { code: own } = useArea();
  const read = useRead(areaContracts.tree, { query: {} }, { freshFor: 60 * 60_000 });
  const areas = useMemo(() => read.data?.areas ?? [], [read.data]);
  const branches = useMemo(() => buildBranches(areas), [areas]);
  const all = useMemo(() => byCode(areas), [areas]);
  const found = useMemo(() => searchAreas(areas, text), [areas, text]);
  // Without a choice her own area: the ones above it stand in the tree, but their history is not hers to read.
  const selected = all.get(search.code ?? own) ?? branches[0]?.node;
  const select = (code: string) => patchSearch({ code }, true);
  if (read.error && !read.data) return <ErrorPage error={read.error} onRetry={() => void read.refetch()} />;
  const searching = text.trim() !== '';
  const expanded = searching
    ? [...found.shown]
    : (opened ?? [
        ...branches.map((branch) => branch.node.code),
        ...pathOf(all, search.code ?? own).map((one) => one.code),
      ]);
  return (
    <>
      <PageHeader title={t(mayManage ? 'area.title' : 'areaChange.navTitle')} />
      {task ? (
        <section className="card">
          <p>{t('area.mergeRunning')}</p>
          <TaskProgress key={task} taskId={task} quiet onOver={() => void read.refetch()} />
        </section>
      ) : null}
      <div className="area-admin">
        <section className="card area-tree-card">
          <Input.Search
            allowClear
            aria-label={t('area.search')}
            placeholder={t('area.search')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          {searching ? (
            <p className="quiet" aria-live="polite">
              {found.hits.length > 0 ? t('area.hits', { count: found.hits.length }) : t('area.noHits', { text })}
            </p>
          ) : null}
          {read.data === undefined ? (
            <Skeleton active />
          ) : (
            <div className="area-tree">
              <Tree
                aria-label={t('area.treeLabel')}
                blockNode
                treeData={treeData(branches, searching ? found.shown : null, new Set(found.hits))}
                expandedKeys={expanded}
                selectedKeys={selected ? [selected.code] : []}
                onExpand={(keys) => setOpened(keys.map(String))}
                onSelect={(_, { node }) => select(String(node.key))}
              />
            </div>
          )}
        </section>
        <section className="card">
          {selected ? (
            <AreaDetails
              area={selected}
              parent={selected.parentCode === null ? undefined : all.get(selected.parentCode)}
              branch={findBranch(branches, selected.code)}
              onAct={setAct}
              onSelect={select}
              onTask={setTask}
            />
          ) : (
            <EmptyState title={t('area.choose')} />
          )}
        </section>
      </div>
      {selected && act === 'rename' ? (
        <RenameAreaDrawer area={selected} areas={all} onClose={() => setAct(undefined)} onDone={select} />
      ) : null}
      {selected && act === 'merge' ? (
        <MergeAreaDrawer
          area={selected}
          areas={all}
          onClose={() => setAct(undefined)}
          onDone={select}
          onTask={setTask}
        />
      ) : null}
      {selected && act === 'urbanise' ? (
        <UrbaniseDrawer area={selected} areas={all} onClose={() => setAct(undefined)} onDone={select} />
      ) : null}
      {selected && act === 'parent' ? (
        <ChangeParentDrawer
          area={selected}
          areas={all}
          onClose={() => setAct(undefined)}
          onDone={select}
          onTask={setTask}
        />
      ) : null}
      {selected && act === 'create' ? (
        <CreateAreaDrawer parent={selected} areas={all} onClose={() => setAct(undefined)} onDone={select} />
      ) : null}
    </>
  );
}

function treeData(
  branches: readonly AreaBranch[],
  shown: ReadonlySet<string> | null,
  hits: ReadonlySet<string>,
): TreeDataNode[] {
  return branches
    .filter((branch) => shown === null || shown.has(branch.node.code))
    .map((branch) => ({
      key: branch.node.code,
      title: (
        <span className={hits.has(branch.node.code) ? 'area-hit' : ''}>
          {shortAreaName(branch.node.name)}
          {branch.node.kind === 'community' ? null : (
            <span className="area-count figures"> {countCommunities(branch)}</span>
          )}
        </span>
      ),
      children: treeData(branch.children, shown, hits),
    }));
}

function AreaDetails(props: {
  area: AreaNode;
  parent: AreaNode | undefined;
  branch: AreaBranch | undefined;
  onAct: (act: Act) => void;
  onSelect: (code: string) => void;
  onTask: (taskId: string) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const mayManage = useCan('area.manage');
  const { area, parent, branch } = props;
  const history = useRead(areaChangeContracts.history, { params: { code: area.code } });
  return (
    <>
      <div className="area-head">
        <h2>{area.name}</h2>
        {mayManage ? (
          <span className="area-buttons">
            {area.kind === 'district' || area.kind === 'street' ? (
              <Button type="primary" onClick={() => props.onAct('create')}>
                {t(area.kind === 'district' ? 'area.createStreet' : 'area.createCommunity')}
              </Button>
            ) : null}
            <MoreMenu
              label={t('area.change')}
              actions={[
                { key: 'rename', label: t('area.rename'), onClick: () => props.onAct('rename') },
                ...(isVillage(area)
                  ? [{ key: 'urbanise', label: t('areaChange.urbanise'), onClick: () => props.onAct('urbanise') }]
                  : []),
                ...(area.kind === 'community' || area.kind === 'street'
                  ? [{ key: 'parent', label: t('areaChange.parent'), onClick: () => props.onAct('parent') }]
                  : []),
                ...(area.kind === 'community' || area.kind === 'street'
                  ? [
                      {
                        key: 'merge',
                        label: t(area.kind === 'street' ? 'areaChange.mergeStreet' : 'area.merge'),
                        danger: true,
                        onClick: () => props.onAct('merge'),
                      },
                    ]
                  : []),
              ]}
            />
          </span>
        ) : null}
      </div>
      {mayManage ? null : <p className="quiet">{t('area.readOnly')}</p>}
      <dl className="facts">
        <dt>{t('area.code')}</dt>
        <dd className="figures">{area.code}</dd>
        <dt>{t('area.kind')}</dt>
        <dd>{t(`area.kinds.${area.kind}`)}</dd>
        <dt>{t('area.parent')}</dt>
        <dd>
          {parent ? (
            <Button type="link" size="small" className="inline-link" onClick={() => props.onSelect(parent.code)}>
              {parent.name}
            </Button>
          ) : (
            '—'
          )}
        </dd>
        {area.kind === 'community' ? (
          <>
            <dt>{t('area.urbanRural')}</dt>
            <dd>
              {area.urbanRural === null
                ? t('area.urbanRuralNone')
                : `${area.urbanRural} ${codeName(urbanRuralClasses, area.urbanRural, language)}`}
            </dd>
          </>
        ) : (
          <>
            <dt>{t('area.kinds.community')}</dt>
            <dd>{t('area.communities', { count: branch ? countCommunities(branch) : 0 })}</dd>
          </>
        )}
      </dl>
      <div className="area-head area-history-head">
        <h3>{t('area.history')}</h3>
        <Link to="/areas/$code/history" params={{ code: area.code }}>
          {t('areaChange.open')}
        </Link>
      </div>
      <p className="quiet">{t('area.versionsHint')}</p>
      {history.error ? <ErrorLine error={history.error} onRetry={() => void history.refetch()} /> : null}
      {history.data === undefined && !history.error ? <Skeleton active paragraph={{ rows: 2 }} /> : null}
      {history.data ? (
        <>
          <VersionTable history={history.data} />
          <h3>{t('areaChange.line')}</h3>
          <SuccessionLine line={history.data.line} areaId={area.areaId} />
          <h3>{t('areaChange.register')}</h3>
          <ChangeRegister changes={history.data.changes} onTask={props.onTask} />
        </>
      ) : null}
    </>
  );
}
