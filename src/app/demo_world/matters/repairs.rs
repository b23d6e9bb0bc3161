//! Repairs.

use super::Department::{Engineering, Environment, Security};
use super::Place::{Home, Office, Shared};
use super::{Department, Matter, Place};
use crate::domain::service_request::ServiceRequestKind::Repair;

const fn of(
    place: Place,
    department: Department,
    text: &'static str,
    result: &'static str,
) -> Matter {
    Matter::new(Repair, place, department, text, result)
}

const fn home(text: &'static str, result: &'static str) -> Matter {
    of(Home, Engineering, text, result)
}

const fn office(text: &'static str, result: &'static str) -> Matter {
    of(Office, Engineering, text, result)
}

const fn shared(text: &'static str, result: &'static str) -> Matter {
    of(Shared, Engineering, text, result)
}

pub(in super::super) const REPAIRS: &[Matter] = &[
    home("厨房水龙头滴水", "已更换阀芯，现场试水不漏").payable(),
    home("卫生间地漏堵塞", "已疏通地漏，连续放水排水顺畅"),
    home("马桶水箱一直流水", "已更换进水阀，水位正常").payable(),
    home("厨房下水管返味", "已加装防臭密封圈，现场无异味").payable(),
    home("洗手盆下水慢", "已清理存水弯，排水恢复正常"),
    home("客厅吊灯不亮", "已更换灯管和镇流器，照明正常").payable(),
    home("卧室插座没电", "已更换漏电开关，各插座通电正常").payable(),
    home("空气开关频繁跳闸", "查出热水器线路漏电，已隔离并重新接线"),
    home("入户门锁卡住", "已校正锁舌并上油，开关顺畅"),
    home("可视对讲机没有声音", "已更换听筒模块，与单元门通话正常").payable(),
    home("阳台推拉门滑轮脱落", "已更换滑轮并调平，推拉顺畅").payable(),
    home("窗户关不严漏风", "已更换密封胶条并调整合页，关闭严密").payable(),
    home("客厅墙面渗水起皮", "外墙裂缝已注胶封堵，淋水试验不渗"),
    home("卫生间顶部渗水", "楼上防水已重做，闭水四十八小时不渗"),
    home("水压偏低", "已清洗入户过滤网，水压恢复正常"),
    home("热水管接口渗水", "已更换接头，带压观察半小时不渗").payable(),
    home("燃气报警器误报", "已联系燃气公司校准探头，未再误报"),
    home("厨房烟道倒灌油烟", "已更换止逆阀，开机试验不倒灌").payable(),
    home("暖气片半边不热", "已排气并清洗阀门，温度均匀"),
    home("空调外机支架松动", "已加固支架并复紧螺栓").payable(),
    home("入户水管爆裂", "已关阀抢修并更换管段，恢复供水").important(),
    home("家中配电箱有焦味", "已更换烧蚀的总开关，测温正常").important(),
    office("办公区筒灯不亮", "已更换八只筒灯，照度达标").payable(),
    office("会议室空调不制冷", "已清洗风机盘管滤网，出风温度正常"),
    office("茶水间水槽堵塞", "已疏通水槽，排水顺畅"),
    office("玻璃门地弹簧漏油", "已更换地弹簧，闭门正常").payable(),
    office("门禁卡刷不开大门", "已重新写卡并校准读卡器").payable(),
    office("卫生间感应水龙头不出水", "已更换感应电池，出水正常"),
    shared("电梯按键失灵", "已更换按键板，逐层测试正常"),
    shared("楼道灯不亮", "已更换声控开关，照明正常"),
    shared("电梯厅灯不亮", "已更换灯具，照明正常"),
    shared("单元门闭门器损坏", "已更换闭门器，自动关闭正常"),
    shared("地下车库照明昏暗", "已更换车道灯管十二支"),
    shared("地下车库入口积水", "已清理排水沟并检修水泵，不再积水"),
    shared("楼道窗户玻璃破裂", "已更换玻璃并清理碎渣"),
    shared("消防通道门关不上", "已调整门扇并更换闭门器"),
    shared("电梯运行有异响", "维保单位已更换导靴，运行平稳").important(),
    shared("电梯停运上不了楼", "已更换控制板，维保单位检测后恢复运行").important(),
    shared("电梯困人", "十五分钟内解困，维保单位已更换门锁触点并检测合格").severe(),
    of(Shared, Security, "单元门禁刷脸没反应", "已重启门禁并重新录入，识别正常"),
    of(Shared, Security, "车牌识别不抬杆", "已校准摄像头，车辆进出正常"),
    of(Shared, Environment, "楼前树枝遮挡窗户", "已修剪枝条并清运"),
    of(Shared, Environment, "垃圾房有异味", "已冲洗消杀，并增加每日清运一次"),
    of(Home, Environment, "家中发现蟑螂请求消杀", "已入户投药，并对楼道管井消杀"),
];
