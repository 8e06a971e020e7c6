"""Labels of public sets that mean one of this product's intents, by hand: more phrasings for the intent head."""
import random

SAME = {
    "intent-banking77-train": {
        "card-application": "activate_my_card order_physical_card getting_virtual_card getting_spare_card",
        "card-loss": "lost_or_stolen_card",
        "unknown-transaction": "card_payment_not_recognised direct_debit_payment_not_recognised cash_withdrawal_not_recognised",
        "bill-dispute": "extra_charge_on_statement", "payment-problem": "transaction_charged_twice declined_card_payment",
        "refund-progress": "Refund_not_showing_up", "account-details": "edit_personal_details",
        "sign-in-problem": "passcode_forgotten", "close-account": "terminate_account",
        "transfer": "transfer_timing failed_transfer declined_transfer pending_transfer transfer_not_received_by_recipient "
                    "cancel_transfer balance_not_updated_after_bank_transfer",
        "fees-and-interest": "transfer_fee_charged exchange_charge cash_withdrawal_charge card_payment_fee_charged",
        "top-up": "pending_top_up top_up_failed top_up_reverted topping_up_by_card", "card-limit": "disposable_card_limits",
    },
    "intent-clinc150-train": {
        "account-frozen": "account_blocked", "bill-enquiry": "bill_balance bill_due transactions spending_history",
        "bot-identity": "are_you_a_bot what_is_your_name what_can_i_ask_you who_made_you",
        "fees-and-interest": "apr interest_rate international_fees", "card-limit": "credit_limit credit_limit_change",
        "credit-report": "credit_score improve_credit_score", "goodbye": "goodbye", "greeting": "greeting", "thanks": "thank_you",
        "affirm": "yes", "deny": "no", "card-application": "new_card", "unknown-transaction": "report_fraud",
        "card-loss": "report_lost_card", "transfer": "transfer", "track-shipment": "order_status",
        "membership": "redeem_rewards rewards_balance", "application-progress": "application_status",
        "chit-chat": "how_old_are_you what_are_your_hobbies where_are_you_from do_you_have_pets",
    },
    "intent-bitext": {
        "cancel-order": "cancel_order", "order-details": "change_order", "change-address": "change_shipping_address",
        "invoice": "check_invoice get_invoice", "payment-problem": "check_payment_methods payment_issue",
        "after-sales-policy": "check_refund_policy", "complaint": "complaint", "request-person": "contact_human_agent",
        "close-account": "delete_account", "account-details": "edit_account",
        "sign-in-problem": "recover_password registration_problems", "track-shipment": "track_order delivery_period",
        "refund-progress": "track_refund",
    },
    "intent-multidogo": {
        "greeting": "openinggreeting", "thanks": "thankyou", "goodbye": "closinggreeting", "affirm": "confirmation",
        "deny": "rejection", "card-loss": "reportlostcard", "bill-dispute": "disputecharge", "close-account": "closeaccount",
        "data-usage": "viewdatausageintent", "bill-enquiry": "viewbillsintent", "transfer": "transfermoney",
        "insurance-claim": "checkclaimstatus", "out-of-scope": "bookflight changeseatassignment orderpizzaintent orderdrinkintent",
    },
    "service-jddc-valid": {
        "invoice": "是否提供发票 填写发票信息 发票退换修改 查看发票 电子发票 增票相关 补发票", "cancel-order": "如何取消订单",
        "price-protection": "价保条件 价保申请流程 价保记录查询 无法申请价保", "promotion": "近期活动咨询",
        "refund-progress": "正常退款周期 退款到哪儿 在哪里查询退款", "track-shipment": "配送周期 物流全程跟踪",
        "stock": "库存状态 补货时间", "urge-shipment": "什么时间出库", "repair": "家电安装",
        "product-details": "属性咨询 使用咨询 商品介绍 正品保障 生产日期", "after-sales-policy": "保修期保质期",
        "wrong-or-missing": "少商品与少配件 发错货", "shipping-fee": "售前运费多少 售后运费",
        "coupon-use": "优惠券使用 优惠券获得方式", "membership": "PLUS会员",
    },
}
MOST = 70
SHORTEST = {"service-jddc-valid": 6}


def kindred_rows(public, seed):
    """Texts with the intent that their label stands for, at most some of each label, so that none drowns the others."""
    found = []
    for name, meanings in SAME.items():
        for intent, labels in meanings.items():
            for label in labels.split():
                texts = [text for row in public.get(name, []) if row["intent"] == label
                         for text in [row.get("text") or row.get("user") or ""] if len(text) >= SHORTEST.get(name, 2)]
                random.Random(f"{seed}{name}{label}").shuffle(texts)
                found += [{"text": text, "intent": intent} for text in texts[:MOST]]
    return found
