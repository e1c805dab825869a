import type { ReactNode } from 'react';
import { useMe } from '../app/session.ts';
import { isBelow, useAreas } from '../kit/area-names.ts';
import { useTexts } from '../kit/i18n.ts';
import './area-trail.css';

/** The way up the tree: every area above that the reader may see. */
export function AreaTrail(props: {
  code: string;
  hrefOf: (code: string) => string;
  onOpen: (code: string) => void;
}): ReactNode {
  const { t } = useTexts();
  const { byCode } = useAreas();
  const roots = useMe().areas;
  const mayOpen = (code: string) => roots.some((root) => isBelow(code, root.code, byCode));
  const trail: { code: string; name: string }[] = [];
  for (let at = byCode.get(props.code); at && at.kind !== 'province'; at = byCode.get(at.parentCode ?? '')) {
    trail.unshift(at);
  }
  return (
    <nav aria-label={t('report.breadcrumb')} className="area-trail">
      {trail.map((step, index) =>
        index === trail.length - 1 ? (
          <span key={step.code} aria-current="page">
            {step.name}
          </span>
        ) : (
          <span key={step.code}>
            {mayOpen(step.code) ? (
              <a
                href={props.hrefOf(step.code)}
                onClick={(event) => {
                  if (event.ctrlKey || event.metaKey) return;
                  event.preventDefault();
                  props.onOpen(step.code);
                }}
              >
                {step.name}
              </a>
            ) : (
              step.name
            )}
            <span aria-hidden> › </span>
          </span>
        ),
      )}
    </nav>
  );
}
