/** Words for the same thing, a line each: goods, parcels, money back, accounts, people and their work. See ../synonyms.ts. */
export const BUYING = `
快递 包裹 物流 快件 邮件 货物 运单 parcel package shipment delivery deliver courier mail
发货 寄出 发出 发走 出货 发过来 寄过来 dispatch ship send shipping sent_out
收货 签收 到货 收着 receive received
没收到 没到 没拿到 没见着 未收到 收不到 没给我 没来 未到账 never_arrived not_arrived not_received never_came did_not_arrive didnt_arrive
催 快点 赶紧 抓紧 尽快 着急 加急 urgent hurry rush asap speed_up chase
退货 退掉 退回去 想退 不想要 不喜欢 return send_back sending_back give_back bring_back take_back
换货 换一个 换新 换大一号 换小一号 换小一码 换大一码 换个码 调换 换一件 换一双 exchange swap replace replacement another_size bigger_size smaller_size different_size
退款 退钱 退给我 还我钱 还给我 退还 返还 refund money_back reimburse reimbursement pay_me_back get_back_the_money my_money
到账 到卡 打到 入账 进账
运费 邮费 快递费 包邮 寄费 postage shipping_fee shipping_cost delivery_fee freight shipping_charge
坏了 坏的 故障 失灵 不能用 用不了 不好使 没反应 没声 开不了机 broken faulty defective stopped_working not_working doesnt_work dead
碎了 破了 压坏 摔坏 砸坏 碎一地 裂了 洒了 漏了 damaged smashed cracked crushed dented shattered
少了 少发 漏发 缺了 缺件 只到 不够数 missing incomplete not_all left_out short
发错 寄错 不是我买的 别的款 不是这个 wrong_item wrong_one wrong_colour wrong_color wrong_size not_what_i_ordered
假货 假的 正品 真货 假冒 保真 a货 高仿 fake genuine counterfeit authentic replica knockoff real_or_fake original
优惠券 券 代金券 红包 coupon voucher promo_code discount_code
降价 便宜了 差价 价保 保价 cheaper price_drop dropped price_difference price_protection lower_price
优惠 打折 折扣 便宜 划算 活动 discount deal offer promotion sale
会员 年卡 vip membership member
注销 销户 销掉 销号 删号 想销 不用了 close_my_account delete_my_account close_account delete_account deactivate
登录 登陆 登不上 登不进去 进不去 登不了 login log_in sign_in sign_on log_on
密码 口令 password passcode pin
忘了 忘记 想不起来 不记得 记不得 忘光 forgot forget remember
丢了 掉了 遗失 丢失 不见了 找不到 找不着 弄丢 挂失 咋没了 lost stolen
找到 找着 又有了 found
换手机 新手机 手机换了
换号 换手机号 换成新号 新号码
验证码 短信码 动态码 verification_code otp sms_code security_code
尺码 大小 多大 几码 码数 size fit measurements sizing
颜色 色差 发黄 褪色 掉色 colour color shade
材质 面料 羊毛 纯棉 成分 腈纶 规格 净重 长宽高 参数 material fabric cotton specs specification ingredients
保质期 过期 到期 日期 新鲜 有效期 失效 expired expiry best_before shelf_life use_by
保修 维修 修理 送修 返修 三包 repair warranty guarantee fix mend
上门 送货上门 送上门 送家 doorstep to_my_door home_delivery
驿站 自提 自提点 快递柜 代收点 门店取 pickup pick_up_point station locker collection_point
地址 收件 收货信息 address
发票 开票 开个票 票据 专票 增值税 抬头 invoice fapiao receipt
付款 支付 付钱 结账 微信付 货到付款 再给钱 pay payment checkout
扣款 扣费 扣钱 扣了 扣我 扣走 乱扣 charged debited deducted taken
两次 两遍 重复 两笔 又扣 twice double two_times
分期 分12期 分几期 分6期 按月付 分着付 分12个月 个月付 instalment installment monthly_payments
取消 撤销 撤回 不要了 退订 关掉 关闭 关了 解除 cancel unsubscribe call_off
自动续费 自动扣 自动续 连续包月 auto_renew auto_renewal automatic_renewal subscription renews
免密 免密支付 小额免密
投诉 举报 告你们 告他 12315 曝光 申诉 complain complaint report
人工 真人 活人 客服 人工客服 agent human real_person live_person robot bot
评价 差评 好评 评论 review rating feedback comment stars
骗子 诈骗 骗 被骗 上当 受骗 忽悠 被坑 scam fraud scammer cheat phishing
冒充 自称 假冒客服 说是你们
冒用 盗用 冒名 不是我办的 不是我本人 拿我身份证
盗刷 被刷 刷走 不是我刷的 没印象
泄露 泄漏 个人信息 隐私 privacy leak leaked personal_data personal_information
老人 老年人 我爸 我妈 爸妈 父母 爷爷 奶奶 老爸 老妈 老头 老太 elderly grandma grandpa grandmother grandfather mum dad mother father parents
孩子 小孩 娃 儿子 女儿 未成年 宝宝 学生娃 child kid son daughter toddler baby
配偶 老公 老婆 丈夫 妻子 爱人 媳妇
家人 亲属 家属 亲人 家里人
去世 过世 死亡 走了 死了 不在了 离世 故去
公司 单位 企业 老板 厂里 用人单位 东家 company firm business employer
工资 薪水 薪资 工钱 血汗钱
拖欠 不发 没发工资 欠薪 不给钱
辞退 开除 裁员 被裁 炒了 赶走 解雇
离职 辞职 不干了 辞工
失业 没工作 下岗 待业
费用 收费 多少钱 价格 价钱 手续费 要钱 花钱 贵 fee cost price charge how_much
多久 几天 多长时间 什么时候 几点 哪天 多少天 几个小时 啥时 几号 how_long how_soon how_many_days when
限额 额度 上限 最多 最高 limit maximum quota
提高 调高 提额 提升 涨 加大
降低 调低 下调 降档 降到 变少
办理 申请 开通 办个 办一张 怎么办的 apply
材料 手续 证件 资料 带什么 带啥 documents
进度 办到哪 到哪一步 批没批 审核中 办得怎么样 查进度
拒绝 不通过 没通过 被拒 不给办 不让 没批 驳回 不同意 refused rejected declined denied turned_down
预约 约号 提前约 提前约吗 挂号 appointment book booking
`
