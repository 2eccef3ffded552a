import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { Can, useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { ChecksField } from '#ui/checks-field.tsx'
import { TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconAdd, IconEdit } from '#ui/icons.ts'
import { Matrix } from '#ui/matrix.tsx'
import { Drawer } from '#ui/modal.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { allows } from './allows.ts'
import { usePermissionGroups } from './permission-groups.ts'
import { type Role, rolesQuery, rowScopes } from './queries.ts'
import { useSave } from './save.ts'

export function Roles() {
  const { t } = useI18n()
  const { data, error, refetch } = useQuery(rolesQuery)
  const [edited, setEdited] = useState<Role>()
  const groupsOf = usePermissionGroups()
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={9} />
  const columns = data.items.map((role) => ({ key: role.id, head: <RoleHead role={role} onEdit={() => setEdited(role)} /> }))
  const permissionsOf = new Map(data.items.map(({ id, permissions }) => [id, permissions]))
  return (
    <>
      <p>{t('settings.role.text')}</p>
      <Matrix
        title={t('settings.tab.roles')}
        corner={t('settings.role.permission')}
        columns={columns}
        groups={groupsOf(data.permissions).map(({ label, options }) => ({
          label,
          rows: options.map((option) => ({ key: option.value, label: option.label })),
        }))}
        has={(role, permission) => allows(permissionsOf.get(role) ?? [], permission)}
        yes={t('settings.role.allowed')}
        no={t('settings.role.refused')}
      />
      <RoleDrawer
        key={edited && `${edited.id} ${edited.version}`}
        role={edited}
        open={edited !== undefined}
        onClose={() => setEdited(undefined)}
      />
    </>
  )
}

function RoleHead({ role, onEdit }: { role: Role; onEdit: () => void }) {
  const { label } = useI18n()
  const can = useCan()
  const name = label(role.name, `role.${role.code}`)
  if (role.isBuiltIn || !can('staff.write')) return role.isBuiltIn ? name : role.name
  return (
    <Button kind="quiet" icon={IconEdit} onClick={onEdit}>
      {role.name}
    </Button>
  )
}

export function AddRole() {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  return (
    <Can permission="staff.write">
      <Button kind="primary" icon={IconAdd} onClick={() => setOpen(true)}>
        {t('settings.role.add')}
      </Button>
      <RoleDrawer role={undefined} open={open} onClose={() => setOpen(false)} />
    </Can>
  )
}

interface RoleDrawerProps {
  /** Absent for a new one. */
  readonly role: Role | undefined
  readonly open: boolean
  readonly onClose: () => void
}

function RoleDrawer({ role, open, onClose }: RoleDrawerProps) {
  const { t } = useI18n()
  const title = role ? t('settings.role.edit', { name: role.name }) : t('settings.role.add')
  return (
    <Drawer open={open} onClose={onClose} title={title}>
      <RoleForm role={role} onClose={onClose} />
    </Drawer>
  )
}

function RoleForm({ role, onClose }: { role: Role | undefined; onClose: () => void }) {
  const { t } = useI18n()
  const save = useSave([rolesQuery.queryKey])
  const initial = {
    code: role?.code ?? '',
    name: role?.name ?? '',
    rowScope: role?.rowScope ?? 'all',
    permissions: role?.permissions ?? [],
  }
  const write = async ({ code, ...values }: typeof initial, key: string) => {
    await save(() =>
      role ? api.patch(`/roles/${role.id}`, values, { version: role.version }) : api.post('/roles', { code, ...values }, { key }),
    )
    onClose()
  }
  return (
    <Form initial={initial} submitLabel={t('common.save')} onCancel={onClose} guard={false} onSubmit={write}>
      <FieldRow>
        <TextField name="name" label={t('settings.role.name')} required />
        {!role && <TextField name="code" label={t('settings.role.code')} hint={t('settings.role.code.hint')} required />}
      </FieldRow>
      <SelectField
        name="rowScope"
        label={t('settings.role.rows')}
        hint={t('settings.role.rows.hint')}
        options={rowScopes.map((value) => ({ value, label: t(`settings.role.rows.${value}`) }))}
        required
      />
      <PermissionsField />
    </Form>
  )
}

/** Only what the person has themselves: nobody can give more. */
export function PermissionsField() {
  const { t } = useI18n()
  const can = useCan()
  const groupsOf = usePermissionGroups()
  const { data } = useQuery(rolesQuery)
  if (!data) return <SkeletonLines lines={6} />
  return (
    <ChecksField
      name="permissions"
      label={t('settings.role.permissions')}
      groups={groupsOf(data.permissions.filter(({ name }) => can(name)))}
    />
  )
}
