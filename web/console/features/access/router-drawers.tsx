import { useQueryClient } from '@tanstack/react-query'
import { ApiProblem, api } from '#api'
import { useI18n } from '#i18n'
import { Form } from '#ui/form.tsx'
import { Drawer, Modal } from '#ui/modal.tsx'
import { useToast } from '#ui/toast.tsx'
import { type Router, routerQuery } from './queries.ts'
import { RouterFields, type RouterValues, draftOf, valuesOf } from './router-fields.tsx'
import { SharedSecretField, newSecret } from './secret-field.tsx'

interface DrawerProps {
  readonly router: Router
  readonly open: boolean
  readonly onClose: () => void
}

export function EditRouter({ router, open, onClose }: DrawerProps) {
  const { t } = useI18n()
  const change = useChange(router, onClose)
  return (
    <Drawer open={open} onClose={onClose} title={t('router.edit')} wide>
      <Form
        initial={valuesOf(router)}
        submitLabel={t('common.save')}
        onCancel={onClose}
        guard={false}
        onSubmit={(values: RouterValues) => change(draftOf(values), t('router.saved'))}
      >
        <RouterFields />
      </Form>
    </Drawer>
  )
}

export function NewSecret({ router, open, onClose }: DrawerProps) {
  const { t } = useI18n()
  const change = useChange(router, onClose)
  return (
    <Modal open={open} onClose={onClose} title={t('router.newSecret.title', { name: router.name })}>
      <Form
        initial={{ secret: newSecret() }}
        submitLabel={t('router.newSecret.submit')}
        onCancel={onClose}
        guard={false}
        onSubmit={(values) => change(values, t('router.newSecret.done'))}
      >
        <p>{t('router.newSecret.text')}</p>
        <SharedSecretField />
      </Form>
    </Modal>
  )
}

/** Changes a router as it was seen; whoever was slower than somebody else is told, and finds their change on opening it again. */
function useChange({ id, version }: Router, onClose: () => void) {
  const queries = useQueryClient()
  const toast = useToast()
  return async (patch: object, done: string) => {
    try {
      await api.patch(`/nas/${id}`, patch, { version })
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 412) void queries.invalidateQueries({ ...routerQuery(id), exact: true })
      throw error
    }
    await queries.invalidateQueries({ queryKey: ['nas'] })
    onClose()
    toast({ text: done })
  }
}
