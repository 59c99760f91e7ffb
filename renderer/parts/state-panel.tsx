import { Alert, Button, Spin } from 'antd'
import type { ReactNode } from 'react'

export const Loading = ({ label }: { label: string }) => (
  <div className="state-panel" role="status">
    <Spin />
    <p>{label}</p>
  </div>
)

export const Empty = ({ title, hint, action }: { title: string; hint: string; action?: ReactNode }) => (
  <div className="state-panel">
    <h2>{title}</h2>
    <p>{hint}</p>
    {action}
  </div>
)

export const Failed = ({ message, retry, again }: { message: string; retry: string; again(): void }) => (
  <Alert
    className="state-failed"
    type="error"
    showIcon
    role="alert"
    title={message}
    action={
      <Button size="small" onClick={again}>
        {retry}
      </Button>
    }
  />
)
