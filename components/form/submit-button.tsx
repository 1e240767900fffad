import button from '@/components/button/button.module.css'

/** The form's button. While the form is on its way it says so and keeps the focus. */
export function SubmitButton({ label, busy, pending }: { label: string; busy: string; pending: boolean }) {
  return (
    <button className={`${button.primary} ${button.full}`} type="submit" aria-disabled={pending || undefined}>
      {pending ? busy : label}
    </button>
  )
}
