//! What only looks like a fault: no check may find it.

use crate::checks::two_years;
use crate::planted::{GROUPS, Planted, each, sound};

fn no_faults() -> Vec<(&'static str, Planted)> {
    let boroughs = ["City of London", "Barking", "Barnet", "Bexley", "Brent"];
    let counted: Vec<String> = boroughs
        .iter()
        .enumerate()
        .flat_map(|(place, name)| {
            let code = format!("E0900000{}", place + 1);
            GROUPS.map(|group| format!("2021,{code},{name},{group},40,9"))
        })
        .collect();
    let in_order: Vec<String> = boroughs
        .iter()
        .enumerate()
        .map(|(place, name)| format!("2021,E0900000{},{name},White,40,9", place + 1))
        .collect();
    let rest = "2021,Croydon,Croydon,Black,40,9\n2021,Croydon,Croydon,Asian,40,9\n2021,Croydon,Croydon,Mixed,40,9\n2021,Croydon,Croydon,Other,40,9";
    let sexes =
        each(&["Total", "Female", "Male"], |sex| each(&GROUPS, |group| format!("2021,Croydon,{group},{sex},40,9")));
    let with_names = "period,area,name,group,clients,evicted";
    vec![
        ("codes and their names, a group a row", sound().rows(with_names, &counted.join("\n"))),
        (
            "codes and their names, an area a row",
            sound().rows(with_names, &format!("{}\n{rest}", in_order.join("\n"))),
        ),
        (
            "a total from which a measure picks",
            sound()
                .rows("period,area,group,sex,clients,evicted", &sexes)
                .card("figures =", "dimensions = [\"sex\"]\nfigures =")
                .measure("comparator", "where = { sex = \"Total\" }\ncomparator"),
        ),
        (
            "sexes without a total, which add up",
            sound()
                .rows("period,area,group,sex,clients,evicted", &sexes.replace("Total", "Other sex"))
                .card("figures =", "dimensions = [\"sex\"]\nfigures =")
                .measure("comparator", "sum-over = [\"sex\"]\ncomparator"),
        ),
        (
            "a broad group that is the sum of its parts",
            sound()
                .table(
                    "2021,Croydon,Asian,300,57\n",
                    "2021,Croydon,Asian,300,55\n2021,Croydon,Indian,100,20\n2021,Croydon,Pakistani,100,20\n2021,Croydon,Bangladeshi,40,8\n2021,Croydon,Chinese,30,2\n2021,Croydon,Any other Asian background,30,5\n",
                )
                .card("2011-5+1", "2011-18+1"),
        ),
        (
            "groups and a total that rounding parts",
            sound()
                .table("2021,Croydon,White", "2021,Croydon,All,1585,302\n2021,Croydon,White")
                .card("figures =", "rounded-to = { clients = 5, evicted = 5 }\nfigures ="),
        ),
        ("a file named after its year", sound().card("clients.csv", "clients-2021-22.csv")),
        (
            "few events that grow tenfold",
            two_years("3100").table(",310", ",31").table(",300", ",30"),
        ),
    ]
}

#[test]
fn what_only_looks_like_a_fault_is_none() {
    for (what, planted) in no_faults() {
        let printed = planted.checked();
        assert!(!printed.contains("croydon-advice-centre"), "{what}:\n{printed}");
    }
}
