import {
  BarChartOutlined, BellOutlined, CalendarOutlined, CarryOutOutlined, CommentOutlined,
  CustomerServiceOutlined, FileSearchOutlined, FileTextOutlined, HomeOutlined, ImportOutlined,
  PieChartOutlined, SafetyCertificateOutlined, ScheduleOutlined, StopOutlined,
} from '@ant-design/icons'

/** The pages by what one comes for: path, word, picture, and the permission to use it. */
export const groups = [
  {
    word: 'nav.callbacks',
    entries: [
      { path: '/batches', word: 'nav.batch', icon: <CarryOutOutlined />, permission: 'batch.view' },
      {
        path: '/figures/callback', word: 'nav.figures', icon: <BarChartOutlined />,
        permission: 'figures.view',
      },
      {
        path: '/coverage', word: 'coverage.nav', icon: <PieChartOutlined />,
        permission: 'figures.view',
      },
      {
        path: '/agents', word: 'nav.agents', icon: <CustomerServiceOutlined />,
        permission: 'agents.view',
      },
    ],
  },
  {
    word: 'nav.data',
    entries: [
      { path: '/imports', word: 'nav.imports', icon: <ImportOutlined />, permission: 'import.run' },
      {
        path: '/service-requests', word: 'nav.requests', icon: <FileTextOutlined />,
        permission: 'service_request.view',
      },
      {
        path: '/residents', word: 'nav.residents', icon: <HomeOutlined />,
        permission: 'resident.view',
      },
      {
        path: '/do-not-call', word: 'nav.do_not_call', icon: <StopOutlined />,
        permission: 'do_not_call.view',
      },
      {
        path: '/data-requests', word: 'nav.data_requests', icon: <SafetyCertificateOutlined />,
        permission: 'personal_data.handle',
      },
      {
        path: '/findings', word: 'nav.findings', icon: <FileSearchOutlined />,
        permission: 'findings.view',
      },
    ],
  },
  {
    word: 'nav.rules',
    entries: [
      { path: '/rules', word: 'nav.rule', icon: <ScheduleOutlined />, permission: 'rules.view' },
      {
        path: '/scripts', word: 'nav.scripts', icon: <CommentOutlined />,
        permission: 'script.view',
      },
      {
        path: '/calendar', word: 'calendar.title', icon: <CalendarOutlined />,
        permission: 'calendar.view',
      },
    ],
  },
  {
    word: 'nav.system',
    entries: [
      { path: '/notices', word: 'nav.notices', icon: <BellOutlined />, permission: 'notices.view' },
    ],
  },
] as const
