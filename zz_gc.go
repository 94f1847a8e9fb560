package main
import ("os";"runtime/debug";"runtime";"strconv")
func init(){ if len(os.Args)>1 && os.Args[1]=="serve" { if v:=os.Getenv("LB_GC"); v!="" { n,_:=strconv.Atoi(v); debug.SetGCPercent(n)}; if v:=os.Getenv("LB_P"); v!="" { n,_:=strconv.Atoi(v); runtime.GOMAXPROCS(n)} } }
