/** Words for the same thing, a line each: banks, insurance, offices, telephones, and what came up later. See ../synonyms.ts. */
export const DEALING = `
银行卡 储蓄卡 借记卡 卡片
信用卡 贷记卡
转账 汇款 转钱 打款 转帐 打钱 划款 transfer
转错 打错 汇错 充错 转错人
冻结 冻了 封了 被封 锁了 被锁 停用了 管控 止付 frozen locked
还款 还钱 还贷 月供 repay
逾期 晚还 忘还 没还上 还不上 还不起 欠款 overdue
提前还 提前结清 一次性还清 提前还清 prepay
催收 催债 讨债 要账
征信 信用报告 信用记录 credit
贷款 借款 借钱 loan
房贷 按揭 住房贷款 mortgage
利息 利率 年化 降息 interest
存款 存钱 定期 存单 deposit
取钱 取款 取现 提现 提取 取出来 拿出来 withdraw
理财 基金 净值 wealth fund
亏了 亏损 跌了 保本 亏 赔了
保险 保单 投保 insurance
理赔 赔付 报案 出险 claim
退保 退掉保险
赔偿 补偿 赔 索赔 给个说法 compensation compensate
医保 医疗保险 新农合 看病报销 医疗
报销 给报 能报 报多少 报一点
社保 社会保险 五险
养老金 退休金 养老保险 养老钱 pension
公积金 住房公积金
退休 到岁数 退下来 到龄 retire
补贴 津贴 补助 国补 国家补贴 补钱 subsidy
居住证 暂住证 暂住
户口 户籍 落户 上户口 迁户
户口本 户口簿
结婚证 领证 领结婚证 结婚登记
身份证 身份证件
驾照 驾驶证 驾驶执照 驾驶本 licence license
违章 违法 罚单 罚款 扣分
过户 转到名下 过到 转到我名下 更名
房产证 房本 不动产证 产权证
房子 住房 房屋
营业执照 执照 开店 开个店 开小店 小店
上学 入学 报名 念书 读书 school
电瓶车 电动车 电动自行车
年检 年审 检测 上线检测 审车
话费 电话费 月租 资费
套餐 资费套餐 plan
流量 上网流量 几个g 多少g data
宽带 光纤 家里网 家宽 broadband
断网 上不了网 没网 连不上网 网断了 断了 没网络 连不上
网速 网慢 卡顿 卡得 特别慢 太慢 慢得 延迟 460 slow
光猫 猫 路由器 wifi 无线 router modem
信号 没信号 一格 无服务 signal
停机 停了 被停 打不出去 复机 suspended
充值 充话费 交话费 缴费 交费 充了 充钱 top-up topup recharge
携号转网 转网 携转 换运营商 转去别家
漫游 国外 出国 境外 国际 落地 海外 roaming abroad
骚扰电话 推销电话 垃圾短信 广告短信 推销短信 spam
增值业务 莫名其妙 没订过 乱七八糟的业务 不明业务
补卡 补办 补一张 重新办 补
副卡 亲情卡 附属卡
机主 户主 名下 实名
违约金 滞纳金 罚息
合约 合同 协议 contract
移机 搬家 搬走 换地方
门店 营业厅 网点 柜台 线下 branch
查询 查看 怎么查 在哪看 看一下 查一查 check
修改 更改 改成 变更 更换 换成 change edit modify update
赠品 礼品 送的 小样 gift free_gift freebie sample
定金 押金 保证金 预付
预售 预定 尾款 presale pre_order preorder
缺货 没货 有货 库存 断货 现货 stock sold_out out_of_stock in_stock available restock back_in_stock
异物 头发 虫子 hair insect bug worm
过敏 拉肚子 不舒服 起疹子 allergy allergic rash reaction stomach
质量问题 质量 劣质 做工差 开线 quality poor_quality bad_quality flaw defect
以旧换新 旧换新 旧机 旧的收 收旧 trade_in old_device
人脸 刷脸 人脸识别
app 软件 应用 手机银行 小程序 application
闪退 打不开 崩溃 白屏 crash freezes
跨境 海外购 全球购 海淘 保税 进口 crossborder cross_border bonded imported overseas_warehouse customs
缩水 下水 变小 小了一圈 缩不缩 shrink
顺丰 圆通 中通 韵达 邮政 哪家快递 指定快递
大件 冰箱 洗衣机 沙发 家具 家电 fridge washing_machine sofa furniture appliance
村里 乡下 农村 偏远 山里 山沟
上楼 搬楼 抬上 抬到 送楼上
安装 装空调 上门装 装机 装不了 install installation installer fitting
下单 拍下 买法 怎么买 怎么拍 order buy purchase
聋人 残疾人 听障 视障 盲人 看不见 听不见 残疾
公章 印鉴 盖章
开户 开个户 办卡 办张卡 办银行卡
代办 代取 替他 替她 帮他办 帮她办 代领 替人
短信 信息 短消息 sms
链接 网址 点开
公安 警察 民警 警方
安全账户 洗钱 涉嫌 涉案
刷单 点赞 做任务 兼职返利
微信 支付宝 第三方支付 绑卡 绑微信
外国人 外国 老外 美国人 法国人 越南 外籍 foreigner passport
港澳台 港澳 台湾 香港 澳门
留学 学费 国外上学
担保 保人 作保
失信 老赖 黑名单
起诉 打官司 法院 告我 告公司 仲裁 裁下来
工伤 受伤 摔了 摔伤 手指断 伤了 养伤
加班 工时 休假 年假
陪产假 产假 生育假 当爹 请几天
生孩子 生娃 生了 怀孕 产检
看病 就医 住院 门诊 挂水
外地 异地 老家 外省 跨省
每月能领 能拿多少 能领多少
慢性病 高血压 糖尿病 长期吃药
低保 困难 家里困难 吃低保
租房 租的房 租房子 房租 换了地方租 出租
买房 购房 新房 期房 楼盘 交房
买车 新车 汽车 私家车 小车
二手房 卖房 卖二手 卖房子
学车 考驾照 科一 科二 科三 路考 补考
毕业 应届 大学生 学生
创业 做生意
餐馆 小吃 早餐店 饭店 卖吃的 做蛋糕 食品经营
年报 报税 申报 税没报
个税 个人所得税 退税 抵税
物业 物业费 小区物业
暖气 供暖 采暖 屋里冷
落在 遗落 忘拿 包落
收钱 收费吗 要不要钱 免费 free
定向流量 专属流量 专属
热点 开热点 共享网络
偷跑 自己跑 没干什么 啥也没干 跑流量
加油包 流量包 加个包 不够了
共享 家里人用 分给 一起用
老人机 智能手机 不会用手机
遥控器 机顶盒 电视 iptv
录音 通话录音 凭据 凭证 证据
升级 换高 换成5g 逼我
尾号 靓号 吉祥号 选号 挑号 号码挑
归属地 换城市 搬到别的城市
授权码 携转码 sqxz cxxz
新卡 新开的卡 刚办的卡 开卡 新办
手表 watch 智能手表
骗走 转出去 转走 转给他
电话打不通 打不进 无法接通 打不进来
亲戚 家里老人
遗产 继承 留下的 留给
辅警 保安 街道 社区
落不了 迁出 迁入
手机卡 电话卡 号卡 sim卡 卡号
保号 停机保号 停号 把号停 号停着 报停
白送 免费送 白给 0元 零元 免费领 送手机
试用 体验 首月 免费体验 体验期
最低消费 每月最少 低消
立马 马上 立刻 当场 生效
中介 黑中介 花钱能帮 包办 代提
正规 靠谱 可信 能信 合法 真假
资料泄露 卖出去 卖资料 倒卖
领取 在哪领 怎么领 哪儿领 上哪领
对不上 算错 对账 不一致 不一样 对不起来
派人 师傅 派来
开不了 打不开网页 网页打不开
手头紧 失业了 交不起 还不动 困难户
睡眠户 休眠 很久没用 多年没用 好久不用
额度恢复 恢复额度 没恢复
名字写错 少了一个 错别字 写错
找活 找工作 求职 介绍工作
小学 初中 一年级 中小学
转学 转到这边 转校
一礼拜 一周 七天 一个星期
便宜点 优惠点 少算点 议价
买不了 无法下单 不能下单 点不了
`
