//! What could not be put right for a reason that is not the company's.

use super::Department::{Engineering, Reception, Security};
use super::Matter;
use super::Place::{Home, Shared};
use crate::domain::service_request::ServiceRequestKind::{Complaint, Repair};

pub(in super::super) const UNRESOLVABLE: &[Matter] = &[
    Matter::new(Repair, Home, Engineering, "老式对讲机无法呼叫", "配件已停产，已登记整体更换计划"),
    Matter::new(Repair, Home, Engineering, "厨房顶部反复渗水", "楼上住户暂未同意进入检修"),
    Matter::new(Repair, Home, Engineering, "窗外空调孔位置不对", "孔位属原设计，外墙不得另行开孔"),
    Matter::new(
        Repair,
        Shared,
        Engineering,
        "电梯轿厢老旧晃动",
        "大修须动用维修资金，等待业主表决",
    ),
    Matter::new(Repair, Shared, Engineering, "地下车库手机没有信号", "已报运营商，排期由对方确定"),
    Matter::new(Repair, Shared, Engineering, "外墙面砖褪色", "整体翻新须经业主大会同意"),
    Matter::new(
        Complaint,
        Home,
        Reception,
        "马路夜间车辆噪音大",
        "噪音源在市政道路，已向主管部门反映",
    ),
    Matter::new(Complaint, Shared, Security, "车位太少停不下车", "车位按规划配建，已登记候补")
        .important(),
    Matter::new(Complaint, Shared, Reception, "底商餐馆油烟扰民", "商户不接受调解，已报街道办协调")
        .important(),
];
