import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type Mention, remarkContracts } from '@renshe/domain/remark/remark.contract.ts';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan } from '../app/session.ts';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { isPractice } from '../practice/practice-mode.ts';
import './remark.css';

/** The people to see stay in sight below. */
const firstMentions = 2;

/** 提到我: open remarks that name the reader; each opens the file at the remark. */
export function MentionDesk(): ReactNode {
  const reads = useCan('resident.read');
  return reads && !isPractice() ? <Mentioned /> : null;
}

function Mentioned(): ReactNode {
  const { t } = useTexts();
  const [limit, setLimit] = useState(firstMentions);
  const read = useRead(remarkContracts.mentions, { query: { limit } }, { everyMs: 120_000, keepPrevious: true });
  const { count, mentions } = read.data ?? { count: 0, mentions: [] };
  if (count === 0) return null;
  return (
    <section className="card duty-group mention-desk" aria-labelledby="mentions">
      <h2 id="mentions">
        {t('remark.mentions')}
        <span className="group-count">{t('remark.mentionCount', { count })}</span>
      </h2>
      <ul className="mention-list">
        {mentions.map((one) => (
          <li key={one.remarkId}>
            <div>
              <p className="remark-head">
                <FileLink mention={one}>
                  {t(one.subjectKind === 'resident' ? 'remark.ofPerson' : 'remark.ofHousehold', { name: one.name })}
                </FileLink>{' '}
                <span className="quiet">
                  {shortAreaName(one.area.name)} · {one.author} ·{' '}
                  <span className="figures">{formatInstant(one.writtenAt)}</span>
                </span>
              </p>
              <p className="remark-body">{one.body}</p>
            </div>
          </li>
        ))}
      </ul>
      {count > mentions.length ? (
        <Button type="link" className="duty-more" onClick={() => setLimit(Math.min(200, limit + 50))}>
          {t('remark.moreMentions', { count: count - mentions.length })}
        </Button>
      ) : null}
    </section>
  );
}

function FileLink(props: { mention: Mention; children: ReactNode }): ReactNode {
  const { subjectId, subjectKind, remarkId } = props.mention;
  const search = { remark: remarkId } as never;
  return subjectKind === 'resident' ? (
    <Link to="/residents/$residentId" params={{ residentId: subjectId }} search={search}>
      {props.children}
    </Link>
  ) : (
    <Link to="/households/$householdId" params={{ householdId: subjectId }} search={search}>
      {props.children}
    </Link>
  );
}
