//! One example of each operation, as `calc --examples` prints them.

/// Operation and input; line breaks are only for reading.
pub const EXAMPLES: [(&str, &str); 21] = [
    ("allocate", r#"{"n":10,"weights":[5,3,2],"min":[0,0,1],"cap":[5,3,2],"keys":["a","b","c"]}"#),
    ("annual_quota", r#"{"N":1500,"rate":"3/10","months":12}"#),
    ("frame_digest", r#"{"rows":[["SC01/1-101#1","SC01|1","A"],["SC01/1-102#1","SC01|1","A"]]}"#),
    (
        "seed_prn",
        r#"{"secret":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "year":2026,"beacon":"c0ffee","unit_ids":["SC01/1-101#1"]}"#,
    ),
    (
        "rotate_year",
        r#"{"year_key":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "rate":"3/10","frames":[{"SC01/1-101#1":"SC01|1","SC01/1-102#1":"SC01|1",
        "SC01/2-101#1":"SC01|2","SC02/1-101#1":"SC02|1"}]}"#,
    ),
    (
        "stream_words",
        r#"{"key":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "nonce":"000000000000000000000000","n":2}"#,
    ),
    (
        "stream_below",
        r#"{"key":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "nonce":"000000000000000000000000","n":["6","6","1000"]}"#,
    ),
    (
        "stream_shuffle",
        r#"{"key":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "label":"call order 2026-11","items":["a","b","c","d"]}"#,
    ),
    (
        "aapor_rates",
        r#"{"counts":{"I":300,"P":20,"R":80,"NC":120,"O":10,"UH":200,"UO":5,"NE":60},
        "e":null,"e_method":"casro"}"#,
    ),
    ("binomial_ci", r#"{"x":37,"n":41,"level":0.95}"#),
    ("hypergeometric_ci", r#"{"x":37,"n":41,"N":120,"level":0.95}"#),
    ("sample_size", r#"{"p":0.9,"moe":0.03,"level":0.95,"N":1500,"deff":1,"response_rate":0.4}"#),
    ("margin_of_error", r#"{"p":0.9,"n":306,"N":1500,"level":0.95}"#),
    (
        "stratified_mean",
        r#"{"y":[100,75,50,100,25],"stratum":["a","a","a","b","b"],"weight":[10,10,10,20,20],
        "population":{"a":30,"b":40},"fpc":true,"level":0.95}"#,
    ),
    (
        "stratified_proportion",
        r#"{"y":[1,1,0,1,0],"stratum":["a","a","a","b","b"],"weight":[10,10,10,20,20],
        "population":{"a":30,"b":40},"fpc":true,"level":0.95}"#,
    ),
    (
        "domain_mean",
        r#"{"y":[100,75,50,100,25],"stratum":["a","a","a","b","b"],"weight":[10,10,10,20,20],
        "population":{"a":30,"b":40},"fpc":true,"domain":["x","y","x","x","x"],"value":"x"}"#,
    ),
    (
        "domain_proportion",
        r#"{"y":[1,1,0,1,0],"stratum":["a","a","a","b","b"],"weight":[10,10,10,20,20],
        "population":{"a":30,"b":40},"fpc":true,"domain":["x","y","x","x","x"],"value":"x"}"#,
    ),
    (
        "poststratify",
        r#"{"y":[1,1,0,1,0],"stratum":["a","a","a","b","b"],"weight":[10,10,10,20,20],
        "population":{"a":30,"b":40},"post":["f","m","f","m","f"],"totals":{"f":40,"m":30}}"#,
    ),
    (
        "domain_difference",
        r#"{"y":[1,1,0,1,0],"stratum":["a","a","a","b","b"],"weight":[10,10,10,20,20],
        "population":{"a":30,"b":40},"domain":["x","y","x","y","x"],"a":"x","b":"y"}"#,
    ),
    ("holm", r#"{"p":[0.01,0.04,0.03,0.005]}"#),
    (
        "estimate_round",
        r#"{"frame":[{"center":"SC01","phase":"1","owner":"self","stratum":"SC01|1|self","N":40},
        {"center":"SC01","phase":"1","owner":"let","stratum":"SC01|1|let","N":20}],
        "cases":[{"case":"1","month":9,"center":"SC01","phase":"1","owner":"self",
        "stratum":"SC01|1|self","wave":1,"disposition":"I","satisfied":true},
        {"case":"2","month":9,"center":"SC01","phase":"1","owner":"self",
        "stratum":"SC01|1|self","wave":1,"disposition":"I","satisfied":false},
        {"case":"3","month":9,"center":"SC01","phase":"1","owner":"let",
        "stratum":"SC01|1|let","wave":1,"disposition":"I","satisfied":true},
        {"case":"4","month":9,"center":"SC01","phase":"1","owner":"let",
        "stratum":"SC01|1|let","wave":2,"disposition":"UH","satisfied":null}],
        "options":{"month":9,"cell_min":1,"lonely":"adjust"}}"#,
    ),
];
