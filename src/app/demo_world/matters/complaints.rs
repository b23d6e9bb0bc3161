//! Complaints: founded ones, those about the head of a center, and groundless ones.

use super::Department::{Engineering, Environment, Reception, Security};
use super::Place::{Home, Shared};
use super::{Department, Matter};
use crate::domain::service_request::ServiceRequestKind::Complaint;

const fn of(department: Department, text: &'static str, result: &'static str) -> Matter {
    Matter::new(Complaint, Shared, department, text, result)
}

const fn home(department: Department, text: &'static str, result: &'static str) -> Matter {
    Matter::new(Complaint, Home, department, text, result)
}

pub(in super::super) const COMPLAINTS: &[Matter] = &[
    home(Reception, "楼上装修噪音扰民", "已约谈装修负责人，限定施工时段并张贴告示"),
    home(Security, "夜间有人在楼下喧哗", "已增加夜间巡逻两次，并劝离聚集人员"),
    home(Environment, "遛狗不牵绳无人管", "已上门劝导养犬住户，并增设提示牌"),
    home(Environment, "宠物粪便没有及时清理", "已清理并冲洗，早晚各增加一次巡查"),
    home(Security, "电动车推进楼道充电", "已劝离车辆，并在电梯加装识别装置"),
    home(Security, "快递柜占用消防通道", "快递柜已移位，通道恢复畅通"),
    home(Environment, "广场舞音量太大", "已与领队约定时间和音量，安排专人巡查"),
    home(Engineering, "同一处漏水修了两次还在漏", "工程主管已到场重做，闭水试验不渗").important(),
    home(Engineering, "维修师傅没有按约定时间上门", "已向业主致歉，并补做维修"),
    home(Reception, "物业费账单有重复收费", "已核对账目，多收的部分已退回").important(),
    of(Security, "门岗态度生硬", "当值人员已培训并向业主当面致歉"),
    of(Security, "门岗放行外卖车辆进园区", "已重申放行规定，外卖车辆停在门外"),
    of(Security, "访客登记排队太久", "已开通线上预约登记，高峰时增加一人"),
    of(Security, "车位被占多次反映无人处理", "已联系车主挪车，并加装地锁").important(),
    of(Security, "地下车库车辆被划伤", "已调取监控提供给业主，并协助报警").important(),
    of(Environment, "保洁打扫不及时，楼道有垃圾", "已重新清扫，并调整为每日两次"),
    of(Environment, "垃圾桶满了没人清", "已增设两只垃圾桶，每日清运三次"),
    of(Environment, "绿化带枯死没有补种", "已补种绿植，并安排养护"),
    of(Engineering, "电梯多次故障无人处理", "维保单位已更换控制板，连续观察三天正常").important(),
    of(Engineering, "停水没有提前通知", "已致歉，今后停水提前二十四小时短信通知"),
    of(Engineering, "楼道灯坏了一个月没人修", "已全部更换，并建立每周巡检表"),
    of(Reception, "前台接电话态度生硬", "当值客服已重新培训，主管已致歉"),
    of(Reception, "报修后没有人回电话", "已向业主致歉，并指定专人跟进"),
    of(Engineering, "消防栓没有水", "已更换阀门并试压合格，全区已排查").severe(),
    of(Engineering, "高空坠物砸坏车辆", "外墙松动面砖已全部清除，赔偿已与车主商定").severe(),
];

/// Complaints about the head of a service center.
pub(in super::super) const ABOUT_HEADS: &[Matter] = &[
    of(Reception, "服务中心经理答应的事一直没有兑现", "区域负责人已约见业主，整改日期已书面确认"),
    of(Reception, "服务中心经理避而不见", "区域负责人已上门致歉，并约定每周接待时间"),
    of(Reception, "停车位分配不公开由经理一人决定", "已公示分配规则和名单，重新摇号").important(),
    of(Reception, "公共收益账目经理不肯公开", "已在公告栏公示上半年收支明细").important(),
];

/// Complaints that turned out to be groundless, or not the company's to settle.
pub(in super::super) const GROUNDLESS: &[Matter] = &[
    home(Reception, "认为公摊水费多收", "已陪同业主核对水表和分摊表，读数无误"),
    home(Engineering, "认为管道井渗水弄脏墙面", "经查为室内花洒溅水，已说明并建议打胶"),
    of(Security, "小区外道路夜间施工噪音", "属市政工程，已代为反映并转告施工时间"),
    of(Reception, "快递丢失要求物业赔偿", "快递由快递公司投放，已协助调取监控"),
    of(Security, "不让没有登记的货车进园区", "按管理规约须登记，已向业主说明并代为办理"),
];
