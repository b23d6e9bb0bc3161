//! What is neither repair nor complaint; by default nobody calls back about it.

use super::Department::{Environment, Reception, Security};
use super::Matter;
use super::Place::{Home, Shared};
use crate::domain::service_request::ServiceRequestKind::{
    Commendation, Enquiry, HelpRequest, SpecialService, Suggestion,
};

pub(in super::super) const OTHERS: &[Matter] = &[
    Matter::new(Suggestion, Shared, Environment, "建议增加儿童游乐设施", "已列入下季度改造计划"),
    Matter::new(Suggestion, Shared, Reception, "建议前台中午也有人值班", "已安排午间轮值"),
    Matter::new(Suggestion, Shared, Security, "建议北门增加夜间照明", "已加装两盏路灯"),
    Matter::new(Enquiry, Shared, Reception, "咨询物业费缴纳方式", "已告知线上和前台两种方式"),
    Matter::new(Enquiry, Home, Reception, "咨询装修备案手续", "已发送办理指引和所需材料"),
    Matter::new(Enquiry, Shared, Security, "咨询月租车位办理", "已登记，有空位时通知"),
    Matter::new(HelpRequest, Home, Security, "孩子忘带钥匙需要协助联系", "已联系到家长"),
    Matter::new(HelpRequest, Home, Security, "老人行动不便需要帮忙搬运", "已安排两人协助搬运"),
    Matter::new(HelpRequest, Shared, Security, "钱包掉在园区请帮忙寻找", "已调监控找到并归还"),
    Matter::new(SpecialService, Home, Environment, "家政保洁套餐", "已按约上门完成").payable(),
    Matter::new(SpecialService, Shared, Environment, "绿植养护服务", "已完成本月养护").payable(),
    Matter::new(Commendation, Shared, Security, "表扬保安拾金不昧", "已转达并在公告栏表扬"),
    Matter::new(Commendation, Home, Reception, "表扬维修师傅细心", "已转达本人并登记"),
];
