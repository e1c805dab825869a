import { type Permission, type Role, roleNames, rolePermissions, roles } from '@renshe/domain/access/permissions.ts';
import { officeContracts } from '@renshe/domain/area/area.contract.ts';
import { Button, Form, type FormInstance, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { officesFor, proposePassword } from './post-rules.ts';

export interface PostValues {
  role: Role;
  officeId: string | null;
  /** Why, where a second person has to consent. */
  reason: string;
}

/** Role and office of a post; says what the role may do and why one is excluded. */
export function PostFields(props: {
  form: FormInstance;
  /** The held role that forbids another, 三员分立. */
  exclusionOf?: (role: Role) => Role | undefined;
}): ReactNode {
  const { t, language } = useTexts();
  const role = (Form.useWatch('role', props.form) as Role | undefined) ?? 'community-worker';
  const [typed, setTyped] = useState('');
  const kind = officeKindOf[role];
  const offices = useRead(
    officeContracts.list,
    { query: { kind, ...(typed.trim() ? { text: typed.trim() } : {}), limit: 100, offset: 0 } },
    { keepPrevious: true },
  );
  const choices = officesFor(offices.data?.offices ?? [], role);
  const required = { required: true, message: t('accountAdmin.required') };
  const permissions: readonly Permission[] = rolePermissions[role];
  return (
    <>
      <Form.Item
        name="role"
        label={t('accountAdmin.role')}
        rules={[
          required,
          {
            validator: (_, wanted: Role) => {
              const held = props.exclusionOf?.(wanted);
              return held === undefined
                ? Promise.resolve()
                : Promise.reject(
                    new Error(
                      t('accountAdmin.excluded', {
                        role: roleNames[wanted][language],
                        held: roleNames[held][language],
                      }),
                    ),
                  );
            },
          },
        ]}
        extra={`${t('accountAdmin.permissions')} ${permissions
          .map((permission) => t(`accountAdmin.permissionNames.${permission.replace('.', '-')}`))
          .join(language === 'zh' ? '、' : ', ')}`}
      >
        <Select
          onChange={() => props.form.setFieldsValue({ officeId: null })}
          options={roles.map((one) => ({ value: one, label: roleNames[one][language] }))}
        />
      </Form.Item>
      <Form.Item
        name="officeId"
        label={t('accountAdmin.office')}
        extra={t('accountAdmin.officeHint')}
        rules={[required]}
      >
        <Select
          showSearch={{ filterOption: false, onSearch: setTyped }}
          loading={offices.isFetching}
          notFoundContent={offices.isFetching ? t('kit.loading') : t('accountAdmin.officeNone')}
          options={choices.map((office) => ({ value: office.officeId, label: office.name }))}
        />
      </Form.Item>
    </>
  );
}

const officeKindOf = {
  'community-worker': 'workstation',
  'street-clerk': 'street-office',
  'district-officer': 'district-centre',
  'city-officer': 'city-bureau',
  'system-administrator': 'city-bureau',
  'security-administrator': 'city-bureau',
  'audit-administrator': 'city-bureau',
} as const satisfies Record<Role, string>;

/** A password that is told face to face: visible, and proposed at random. */
export function PasswordField(props: { form: FormInstance; label: string }): ReactNode {
  const { t } = useTexts();
  return (
    <Form.Item
      name="password"
      label={props.label}
      extra={
        <>
          {t('accountAdmin.passwordHint')}{' '}
          <Button type="link" size="small" onClick={() => props.form.setFieldsValue({ password: proposePassword() })}>
            {t('accountAdmin.generate')}
          </Button>
        </>
      }
      rules={[{ required: true, message: t('accountAdmin.required') }]}
    >
      <Input autoComplete="off" maxLength={128} className="figures" />
    </Form.Item>
  );
}
