import type { Document } from '../../shared/knowledge/document.ts'
import type { Table } from '../../shared/knowledge/table.ts'

const checked = { updated: '2026-10-01', source: { title: '运营资料' } }

/** What a carrier tells of its plans: no question stands in it. */
export const PLANS: Table = {
  ...checked,
  id: 'plans',
  title: '套餐资费',
  columns: [
    { name: '套餐' },
    { name: '月费', unit: '元' },
    { name: '国内流量', unit: 'GB' },
    { name: '通话时长', unit: '分钟' },
    { name: '宽带' },
  ],
  rows: [
    ['畅享套餐 98', '98', '30', '300', '100M'],
    ['畅享套餐 128', '128', '60', '500', '300M'],
    ['畅享套餐 158', '158', '80', '800', ''],
    ['校园卡', '29', '40', '100', ''],
  ],
  key: 0,
}

/** What sending a parcel costs. */
export const FREIGHT: Table = {
  ...checked,
  id: 'freight',
  title: '运费标准',
  columns: [{ name: '目的地' }, { name: '首重运费', unit: '元' }, { name: '续重运费', unit: '元' }, { name: '时效' }],
  rows: [
    ['上海', '8', '2', '次日达'],
    ['北京', '10', '4', '2 至 3 天'],
    ['乌鲁木齐', '22', '15', '5 至 7 天'],
    ['拉萨', '24', '18', '6 至 9 天'],
  ],
  key: 0,
}

/** A guide as somebody wrote it for readers, not for questions. */
export const GUIDE: Document = {
  ...checked,
  id: 'kettle',
  title: '智能水壶 K3 使用手册',
  passages: [
    { heading: '首次使用', text: '首次使用前，请用清水煮沸两次并倒掉，以去除内胆残留的味道。不要超过 MAX 水位线。' },
    { heading: '除水垢', text: '建议每月除垢一次：加入 500 毫升水和两勺柠檬酸，煮沸后静置 30 分钟，再用清水冲洗两遍。' },
    { heading: '连接手机', text: '长按底座上的无线键 5 秒，指示灯快闪后打开应用，选择“添加设备”。仅支持 2.4 GHz 无线网络。' },
    { heading: '防干烧保护', text: '壶内无水时通电，水壶会自动断电并报警。冷却 10 分钟、加水后即可恢复使用。' },
    { heading: '保修范围', text: '整机保修一年，内胆保修三年。**人为损坏、私自拆机不在保修范围内。**' },
  ],
}
