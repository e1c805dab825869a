import { type Light, lightNames } from '@renshe/domain/plan/plan-light.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import './plan.css';

/** A shape of its own for each light, and always its word: colour never stands alone. */
const shapes: Record<Light, string> = { green: '●', amber: '▲', red: '■', grey: '○' };

export function LightTag(props: { light: Light; count?: number }): ReactNode {
  const { say } = useTexts();
  return (
    <span className={`light light-${props.light}`}>
      <span aria-hidden>{shapes[props.light]}</span>
      {say(lightNames[props.light])}
      {props.count === undefined ? null : <span className="figures"> {props.count}</span>}
    </span>
  );
}
