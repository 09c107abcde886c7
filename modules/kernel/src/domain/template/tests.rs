//! COM: templates, in MOSIP's own notation.

use serde_json::{Map, Value, json};

use super::{TemplateError, render};

fn with(values: Value) -> Map<String, Value> {
    values.as_object().cloned().expect("an object")
}

fn plain(template: &str, values: Value) -> String {
    render(template, &with(values), false).expect("renders")
}

#[test]
fn names_are_replaced_in_every_notation() {
    let values = json!({"name": "Amina", "n": 3});
    assert_eq!(plain("Dear $name, ${name}s $n $!name.", values.clone()), "Dear Amina, Aminas 3 Amina.");
    assert_eq!(plain("$missing $!missing|${missing}|$!{missing}|", values), "$missing |${missing}||");
}

#[test]
fn a_sentence_may_end_with_a_name() {
    let values = json!({"VID": "582", "RID": "100"});
    assert_eq!(plain("Your VID is $VID.Thank you. RID $!RID. Bye", values), "Your VID is 582.Thank you. RID 100. Bye");
    assert_eq!(plain("$5 and $ and # and #ffffff and a#b", json!({})), "$5 and $ and # and #ffffff and a#b");
}

#[test]
fn values_are_never_read_as_template() {
    let values = json!({"name": "$secret #if(true)x#end ${secret}", "secret": "s3cret"});
    assert_eq!(plain("Dear $name", values), "Dear $secret #if(true)x#end ${secret}");
    let escaped = render("<p>$name</p>", &with(json!({"name": "<b>\"O'Neil\" & Co"})), true).expect("renders");
    assert_eq!(escaped, "<p>&lt;b&gt;&quot;O&#39;Neil&quot; &amp; Co</p>");
}

#[test]
fn conditions_choose() {
    let template = "#if( !$isPreview && $code )A#elseif($n > 2)B#{else}C#end";
    assert_eq!(plain(template, json!({"isPreview": false, "code": "x"})), "A");
    assert_eq!(plain(template, json!({"isPreview": true, "code": "x", "n": 3})), "B");
    assert_eq!(plain(template, json!({"isPreview": true, "n": "2"})), "C");
    assert_eq!(plain("#if( $key != Updates )$key#end", json!({"key": "Job"})), "Job");
    assert_eq!(plain("#if( $key != Updates )$key#end|", json!({"key": "Updates"})), "|");
    assert_eq!(plain("#if($a == 'x' || ($b == 1 && $c))y#end", json!({"b": 1, "c": true})), "y");
}

#[test]
fn lists_and_maps_are_walked() {
    let values = json!({
        "details": {"b": {"label": "Name"}, "a": {"label": "Age"}},
        "list": [{"name": "X", "day": {"from": 9}}, {"name": "Y", "day": {"from": 10}}],
    });
    assert_eq!(
        plain("#foreach( $k in $details.keySet() )$k=$details.get($k).get(\"label\");#end", values.clone()),
        "a=Age;b=Name;"
    );
    let list = "#foreach($dto in $list)$velocityCount:$dto.name@${dto.day.from} #end$!dto|$list.size()";
    assert_eq!(plain(list, values.clone()), "1:X@9 2:Y@10 |2");
    assert_eq!(plain("$list.get(1).getName() #set($x = \"z\")$x", values), "Y z");
}

#[test]
fn comments_vanish() {
    assert_eq!(plain("a## to the end $x\nb#* and \n this *#c", json!({})), "abc");
}

#[test]
fn broken_templates_are_refused_with_the_place() {
    for broken in ["#if($a)x", "#foreach($a in $b)x", "x#end", "#if($a x#end", "#if()x#end", "#else", "#if('a)#end"] {
        assert!(matches!(render(broken, &Map::new(), false), Err(TemplateError::Syntax { .. })), "{broken}");
    }
    let deep = "#if(true)".repeat(50) + &"#end".repeat(50);
    assert!(matches!(render(&deep, &Map::new(), false), Err(TemplateError::Syntax { .. })));
    let bomb = "#foreach($a in $l)#foreach($b in $l)#foreach($c in $l)0123456789#end#end#end";
    let list: Vec<u32> = (0..100).collect();
    assert_eq!(render(bomb, &with(json!({"l": list})), false), Err(TemplateError::TooLarge));
}

/// Every template of the country's master data that is Velocity can be read.
#[test]
fn the_stock_templates_render() {
    let shared = std::env::var("TESSERA_SHARED")
        .map_or_else(|_| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), Into::into);
    let Ok(file) = std::fs::read_to_string(shared.join("data/master/template.csv")) else {
        println!("SKIPPED: no stock templates beside the checkout");
        return;
    };
    let (mut read, mut broken) = (0, Vec::new());
    for record in records(&file).skip(1) {
        let (Some(text), Some(kind), Some(language)) = (record.get(5), record.get(8), record.get(9)) else { continue };
        match render(text, &with(json!({"name": "x"})), false) {
            Ok(_) => read += 1,
            // translated by machine in the source: the directives themselves are no longer Velocity
            Err(_) if ["hin", "kan", "tam", "ara"].contains(&language.as_str()) => {}
            Err(error) => broken.push(format!("{kind} {language}: {error}")),
        }
    }
    assert!(read > 2_000, "{read}");
    assert_eq!(broken, Vec::<String>::new());
}

/// A small CSV reader: quoted fields with doubled quotes and line breaks.
fn records(text: &str) -> impl Iterator<Item = Vec<String>> + '_ {
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        chars.peek()?;
        let (mut record, mut field, mut quoted) = (Vec::new(), String::new(), false);
        while let Some(c) = chars.next() {
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => {
                    chars.next();
                    field.push('"');
                }
                '"' => quoted = !quoted,
                ',' if !quoted => record.push(std::mem::take(&mut field)),
                '\n' if !quoted => break,
                '\r' if !quoted => {}
                c => field.push(c),
            }
        }
        record.push(field);
        Some(record)
    })
}
