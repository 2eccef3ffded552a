import {
  CheckboxField,
  DateField,
  type FieldProps,
  MoneyField,
  NumberField,
  PasswordField,
  SwitchField,
  TextAreaField,
  TextField,
} from './fields.tsx'
import { MultiSelectField, type Option, SelectField, TagsField } from './select-field.tsx'

/** A field as data: for settings of adapters and custom fields, whose shape the server tells. */
export type FieldDeclaration = Omit<FieldProps, 'hint'> & { readonly hint?: string } & (
    | { readonly type: 'text' | 'email' | 'tel' | 'url' | 'password' | 'number' | 'date' | 'textarea' | 'switch' | 'checkbox' | 'tags' }
    | { readonly type: 'money'; readonly currency: string }
    | { readonly type: 'select' | 'multiselect'; readonly options: readonly Option[] }
  )

export function DeclaredFields({ fields }: { fields: readonly FieldDeclaration[] }) {
  return fields.map((field) => <DeclaredField key={field.name} field={field} />)
}

function DeclaredField({ field }: { field: FieldDeclaration }) {
  switch (field.type) {
    case 'text':
    case 'email':
    case 'tel':
    case 'url':
      return <TextField {...field} type={field.type} />
    case 'password':
      return <PasswordField {...field} />
    case 'number':
      return <NumberField {...field} />
    case 'date':
      return <DateField {...field} />
    case 'textarea':
      return <TextAreaField {...field} />
    case 'switch':
      return <SwitchField {...field} />
    case 'checkbox':
      return <CheckboxField {...field} />
    case 'tags':
      return <TagsField {...field} />
    case 'money':
      return <MoneyField {...field} />
    case 'select':
      return <SelectField {...field} />
    case 'multiselect':
      return <MultiSelectField {...field} />
    default:
      return field satisfies never
  }
}
